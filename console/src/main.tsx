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
// After an update, the parts of the former build that are loaded later no longer exist. The page is then reloaded, but
// not again and again.
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
