// The page: everything it shows comes from /api/v1 of the server it came from.
import { mount } from 'svelte';
import App from './App.svelte';
import './page.css';

const target = document.getElementById('app');
if (target) mount(App, { target });
