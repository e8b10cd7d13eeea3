/** Shrinks a counter-example by leaving out its fields one by one. */
import { type Shape, type ShapedField, shapeOf } from './shapes';

/** @param stillWrong sends the smaller operation */
export async function smallest(shape: Shape, stillWrong: (smaller: Shape) => Promise<boolean>): Promise<Shape> {
  for (const roots of withOneLess(shape.roots)) {
    const smaller = shapeOf(shape.operation, roots);
    if (await stillWrong(smaller)) return smallest(smaller, stillWrong);
  }
  return shape;
}

function* withOneLess(fields: readonly ShapedField[]): Generator<ShapedField[]> {
  for (const [at, field] of fields.entries()) {
    if (fields.length > 1) yield fields.toSpliced(at, 1);
    for (const selection of field.selection.length > 0 ? withOneLess(field.selection) : []) {
      yield fields.with(at, { ...field, selection }) as ShapedField[];
    }
    if (field.wrapped !== 'plain') yield fields.with(at, { ...field, wrapped: 'plain' }) as ShapedField[];
  }
}
