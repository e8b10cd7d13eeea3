import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { router } from './router';
import { session } from './session/session-store';
import { applyTheme } from './shell/theme';
import './styles/kern.scss';
import './styles/console.css';

const RELOAD_PAUSE_MS = 60_000;

applyTheme();
// A place that is loaded when it is opened may be gone with the build before: the page is loaded anew, once in a while.
addEventListener('vite:preloadError', (event) => {
  const [key, now] = ['freischalter-reloaded', Date.now()];
  if (now - Number(sessionStorage.getItem(key)) < RELOAD_PAUSE_MS) return;
  sessionStorage.setItem(key, String(now));
  event.preventDefault();
  location.reload();
});
session.subscribe(() => void router.invalidate());
void session.load();
const element = document.getElementById('console');
if (element) {
  createRoot(element).render(
    <StrictMode>
      <RouterProvider router={router} />
    </StrictMode>,
  );
}
