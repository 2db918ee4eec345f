package dev.anabranch.workflow;

import java.io.Serializable;

/**
 * A method reference to the accessor of a record component or to a getter, such as {@code Order::units}. Only its name
 * is read; it is never called.
 *
 * @param <T> the type that has the field
 * @param <F> the type of the field
 */
@FunctionalInterface
public interface Accessor<T, F> extends Serializable {

    /** Returns the field of {@code object}. */
    F read(T object);
}
