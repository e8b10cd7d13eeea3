import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

export type Address = Readonly<Record<string, string | undefined>>;

/** The filters of the page, which stand in its address, and how they are changed. An empty text takes a filter away. */
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
