package dev.anabranch.workflow;

import java.io.Serializable;

/**
 * A method reference to the accessor of a record component or to a getter. It is looked at for its name and never called.
 *
 * @param <T> the record
 * @param <F> the type of the field
 */
@FunctionalInterface
public interface Accessor<T, F> extends Serializable {
    /** The field of {@code of}. */
    F read(T of);
}
