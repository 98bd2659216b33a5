// The heading of the present page, for the window's title.
let title = $state('');

export function setPageTitle(text: string) {
  title = text;
}

export const pageTitle = () => title;
