// Where the page is: view and parameters, in the address, so that every view can be linked to and gone back to.

export const VIEWS = ['read', 'search', 'board', 'compare', 'promises', 'phrases', 'things', 'timeline', 'network', 'library', 'act', 'article'] as const;
export type View = (typeof VIEWS)[number] | 'nowhere';

function here(): { view: View; query: URLSearchParams } {
  const name = location.pathname.split('/')[1] ?? '';
  const view = (VIEWS as readonly string[]).includes(name) ? (name as View) : name ? 'nowhere' : 'search';
  return { view, query: new URLSearchParams(location.search) };
}

class Place {
  view = $state<View>(here().view);
  query = $state<URLSearchParams>(here().query);

  constructor() {
    addEventListener('popstate', () => this.read());
  }

  private read() {
    const now = here();
    this.view = now.view;
    this.query = now.query;
  }

  get(name: string): string {
    return this.query.get(name) ?? '';
  }

  all(name: string): string[] {
    return this.query.getAll(name);
  }

  /** `replace` leaves no step to go back to; `stay` leaves the page where it is scrolled to. */
  go(address: string, replace = false, stay = replace) {
    if (replace) history.replaceState(null, '', address);
    else history.pushState(null, '', address);
    this.read();
    if (!stay) scrollTo(0, 0);
  }
}

export const place = new Place();

/** Follows a link within the page; what is meant for another tab or window is the browser's. */
export function follow(event: MouseEvent) {
  const link = (event.target as Element | null)?.closest('a');
  if (!link || link.origin !== location.origin || link.target || link.hasAttribute('download')) return;
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (link.pathname.startsWith('/api/')) return;
  event.preventDefault();
  // Past the head, to the content.
  if (link.hash) return document.getElementById(link.hash.slice(1))?.focus();
  // A link that only changes what is shown here, as more of a list, says so.
  place.go(link.pathname + link.search, false, link.dataset.stay !== undefined);
}
