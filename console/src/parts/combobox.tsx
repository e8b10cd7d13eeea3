import { type KeyboardEvent, type ReactNode, type Ref, useId, useState } from 'react';

interface Props<Option> {
  label: string;
  /** Whether only screen readers read the label. */
  isLabelHidden?: boolean;
  placeholder?: string;
  text: string;
  onText(text: string): void;
  /** The suggestions, with the best first; null until they are known. */
  options: readonly Option[] | null;
  keyOf(option: Option): string;
  children(option: Option): ReactNode;
  onTake(option: Option): void;
  /** Whether Enter takes the first option. Otherwise it takes only an option that was reached by an arrow key. */
  takesFirst?: boolean;
  /** Whether the options belong to an earlier text, so that Enter takes none of them. */
  isStale?: boolean;
  /**
   * Is called when Enter is pressed and no option was reached by an arrow key. Returns whether it has handled the text.
   */
  onEnter?(): boolean;
  /** Is shown below the options. */
  notes?: ReactNode;
  /** Is read by screen readers when the options change. */
  status?: string;
  className?: string;
  input?: Ref<HTMLInputElement>;
}

/**
 * A field with suggestions, by ARIA’s combobox pattern with a listbox. The focus stays in the field. Arrow keys move
 * through the list, Enter takes an option, and Escape closes the list.
 */
export function Combobox<Option>(props: Props<Option>) {
  const { label, text, options, takesFirst = false, notes, className = 'kern-form-input__input' } = props;
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const none = takesFirst ? 0 : -1;
  const [active, setActive] = useState(none);
  const count = options?.length ?? 0;
  const isShown = isOpen && (count > 0 || Boolean(notes));
  const chosen = isShown ? options?.[active] : undefined;
  const take = (option: Option) => {
    setOpen(false);
    setActive(none);
    props.onTake(option);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && isShown) {
      // The first Escape closes the list; the next one clears a search field.
      event.preventDefault();
      setOpen(false);
      setActive(none);
    }
    if (event.key === 'Enter') {
      const isMeant = (takesFirst || !chosen) && props.onEnter?.();
      if (isMeant || chosen) event.preventDefault();
      if (isMeant) setOpen(false);
      else if (chosen && !props.isStale) take(chosen);
    }
    if ((event.key !== 'ArrowDown' && event.key !== 'ArrowUp') || count === 0) return;
    event.preventDefault();
    setOpen(true);
    const step = event.key === 'ArrowDown' ? 1 : -1;
    if (!isShown) setActive(step > 0 ? 0 : count - 1);
    else setActive(active < 0 && step < 0 ? count - 1 : (active + step + count) % count);
  };
  return (
    <>
      <label className={props.isLabelHidden ? 'kern-sr-only' : 'kern-label'} htmlFor={id}>
        {label}
      </label>
      <input
        ref={props.input}
        id={id}
        className={className}
        type="search"
        role="combobox"
        autoComplete="off"
        placeholder={props.placeholder}
        aria-autocomplete="list"
        aria-expanded={isShown}
        aria-controls={`${id}-list`}
        aria-activedescendant={chosen ? `${id}-${active}` : undefined}
        value={text}
        onChange={({ target }) => {
          setActive(none);
          setOpen(true);
          props.onText(target.value);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      <div className="finder__list" hidden={!isShown}>
        <div role="listbox" id={`${id}-list`} aria-label={label}>
          {options?.map((option, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the combobox’s, which keeps the focus.
            <div
              tabIndex={-1}
              key={props.keyOf(option)}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === active}
              className="finder__option"
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => take(option)}
            >
              {props.children(option)}
            </div>
          ))}
        </div>
        {notes}
      </div>
      {props.status !== undefined && (
        <p className="kern-sr-only" role="status">
          {isOpen ? props.status : ''}
        </p>
      )}
    </>
  );
}
