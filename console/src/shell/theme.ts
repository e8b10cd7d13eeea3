import { useState } from 'react';

type Theme = 'auto' | 'light' | 'dark';
const KEY = 'freischalter-theme';

export function applyTheme(theme: Theme = rememberedTheme()): void {
  if (theme === 'auto') delete document.documentElement.dataset.kernTheme;
  else document.documentElement.dataset.kernTheme = theme;
}

function rememberedTheme(): Theme {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === 'light' || kept === 'dark' ? kept : 'auto';
  } catch {
    return 'auto';
  }
}

export function useTheme(): [Theme, () => void] {
  const [theme, setTheme] = useState(rememberedTheme);
  const next = () => {
    const following: Theme = theme === 'auto' ? 'light' : theme === 'light' ? 'dark' : 'auto';
    try {
      localStorage.setItem(KEY, following);
    } catch {
      // The theme then applies to this page view only.
    }
    applyTheme(following);
    setTheme(following);
  };
  return [theme, next];
}
