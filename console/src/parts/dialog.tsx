import { type ReactNode, useEffect, useId, useRef } from 'react';
import { common } from '../words/common';
import { useWords } from '../words/words';
import { Button } from './button';

interface Props {
  title: string;
  /** Left out where the dialog requires an answer. */
  onClose?: () => void;
  children: ReactNode;
  footer?: ReactNode;
  /** Whether it stands at the side of the page, which can be read beside it. */
  isPanel?: boolean;
}

/** The browser’s own modal dialog, which keeps the focus and gives it back. */
export function Dialog({ title, onClose, children, footer, isPanel }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const words = useWords(common);
  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    return () => {
      element?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className={isPanel ? 'kern-dialog panel' : 'kern-dialog'}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose?.();
      }}
    >
      <div className="kern-dialog__header">
        <h2 className="kern-title" id={id}>
          {title}
        </h2>
        {onClose && (
          <Button look="tertiary" icon="close" iconOnly onClick={onClose}>
            {words.close}
          </Button>
        )}
      </div>
      <div className="kern-dialog__body">{children}</div>
      {footer && <div className="kern-dialog__footer">{footer}</div>}
    </dialog>
  );
}
