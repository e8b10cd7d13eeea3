import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { session } from './session/session-store';
import { ErrorPage } from './shell/error-page';
import { NotFound } from './shell/not-found';
import { Shell } from './shell/shell';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });
const place = <const Path extends string>(path: Path, load: () => Promise<Record<string, unknown>>, name: string) =>
  createRoute({
    getParentRoute: () => root,
    path,
    validateSearch: (search: Record<string, string>): Record<string, string> => search,
    component: lazyRouteComponent(load as never, name),
  });

/** Returns the start page for a reader with these scopes. */
function startOf(scopes: readonly string[]): '/worklists' | '/reports' | '/search' {
  if (scopes.includes('entitlements:read')) return '/worklists';
  return scopes.includes('usage:read') ? '/reports' : '/search';
}

const routes = [
  createRoute({
    getParentRoute: () => root,
    path: '/',
    beforeLoad: () => {
      const scopes = session.current()?.scopes;
      if (scopes) throw redirect({ to: startOf(scopes), replace: true });
    },
  }),
  place('/search', () => import('./places/search/search-page'), 'SearchPage'),
  place('/desk', () => import('./places/desk/desk-page'), 'DeskPage'),
  place('/desk/assign', () => import('./places/desk/assign-page'), 'AssignPage'),
  place('/desk/change', () => import('./places/desk/change-page'), 'ChangePage'),
  place('/desk/job', () => import('./places/desk/job-page'), 'JobPage'),
  place('/desk/licence', () => import('./places/desk/licence-page'), 'LicencePage'),
  place('/worklists', () => import('./places/worklists/worklists-page'), 'WorklistsPage'),
  createRoute({
    getParentRoute: () => root,
    path: '/entitlements/$id',
    beforeLoad: ({ params }) => {
      // Opens the entitlement beside the list, where it can be changed.
      throw redirect({ to: '/desk', search: { entitlement: params.id, status: 'ALL' }, replace: true });
    },
  }),
  place('/administration', () => import('./places/administration/administration-page'), 'AdministrationPage'),
  place('/surveys', () => import('./places/surveys/surveys-page'), 'SurveysPage'),
  place('/surveys/new', () => import('./places/surveys/new-survey-page'), 'NewSurveyPage'),
  place('/surveys/$id', () => import('./places/surveys/survey-page'), 'SurveyPage'),
  place('/reports', () => import('./places/reports/reports-page'), 'ReportsPage'),
  place('/schools/$number', () => import('./places/school/school-page'), 'SchoolPage'),
  place('/accessibility', () => import('./places/legal/legal-pages'), 'AccessibilityPage'),
  place('/imprint', () => import('./places/legal/legal-pages'), 'ImprintPage'),
  place('/privacy', () => import('./places/legal/legal-pages'), 'PrivacyPage'),
];

export const router = createRouter({
  routeTree: root.addChildren(routes),
  scrollRestoration: true,
  defaultErrorComponent: ErrorPage,
  // Filters stand in the address as they were typed: ?q=199007, not as JSON.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const filled = Object.entries(search).filter(([, value]) => value !== undefined && value !== null && value !== '');
    const text = new URLSearchParams(filled as [string, string][]).toString();
    return text && `?${text}`;
  },
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
