import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { Icon } from './icon';

interface Props extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className'> {
  look?: 'primary' | 'secondary' | 'tertiary';
  icon?: string;
  /** Whether only the icon is visible. Screen readers read the words. */
  iconOnly?: boolean;
  children: ReactNode;
}

export function Button({ look = 'secondary', icon, iconOnly, children, type = 'button', ...rest }: Props) {
  return (
    <button type={type} className={`kern-btn kern-btn--${look}`} {...rest}>
      {icon && <Icon name={icon} />}
      <span className={iconOnly ? 'kern-label kern-sr-only' : 'kern-label'}>{children}</span>
    </button>
  );
}
