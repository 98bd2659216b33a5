// The address bar as a reactive value.
import { parseRoute, type Route } from './flow/route';

class Router {
  route: Route = $state.raw({ page: 'unknown' });

  begin(address: { path: string; search: string }) {
    this.route = parseRoute(address.path, address.search);
    addEventListener('popstate', () => {
      const route = parseRoute(location.pathname, location.search);
      // A jump within the page (`#…`) is no new page.
      if (JSON.stringify(route) !== JSON.stringify(this.route)) this.route = route;
    });
  }

  go(href: string) {
    const url = new URL(href, location.origin);
    if (url.href !== location.href) history.pushState(null, '', url);
    this.route = parseRoute(url.pathname, url.search);
  }

  /** Changes the address without a step that Back would return to. */
  replace(href: string) {
    const url = new URL(href, location.origin);
    history.replaceState(null, '', url);
    this.route = parseRoute(url.pathname, url.search);
  }

  /** Follows plain clicks on our own links without loading the page again. */
  follow(event: MouseEvent) {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (link === null || link.target !== '' || link.origin !== location.origin) return;
    if (link.pathname === location.pathname && link.hash !== '') return;
    if (parseRoute(link.pathname, link.search).page === 'unknown') return;
    event.preventDefault();
    this.go(link.href);
  }
}

export const router = new Router();
