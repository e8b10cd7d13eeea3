import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

export type Address = Readonly<Record<string, string | undefined>>;

/**
 * Returns the filters of the page, which stand in its address, and a function that changes them. An empty text removes
 * a filter.
 */
export function useAddress(): [Address, (changes: Address, replace?: boolean) => void] {
  const search = useSearch({ strict: false }) as Address;
  const navigate = useNavigate();
  const change = useCallback(
    (changes: Address, replace = true) => {
      void navigate({
        to: '.',
        search: ((before: Address) => ({ ...before, ...changes })) as never,
        hash: true,
        replace,
        resetScroll: false,
      });
    },
    [navigate],
  );
  return [search, change];
}

export function listOf(text: string | undefined): string[] {
  return text ? text.split(',').filter(Boolean) : [];
}
