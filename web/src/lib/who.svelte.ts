// Who is at the page: what they may not do is not offered.
import { session, type Session } from './api';

const ROLES = ['reader', 'analyst', 'admin'];

class Who {
  now = $state.raw<Session | null>(null);

  async ask(): Promise<Session> {
    this.now = await session();
    return this.now;
  }

  /** Whether their role reaches so far. */
  may(role: 'analyst' | 'admin'): boolean {
    return ROLES.indexOf(this.now?.role ?? '') >= ROLES.indexOf(role);
  }
}

export const who = new Who();
