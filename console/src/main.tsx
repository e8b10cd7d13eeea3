import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { router } from './router';
import { session } from './session/session-store';
import { applyTheme } from './shell/theme';
import './styles/kern.scss';
import './styles/console.css';

applyTheme();
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
