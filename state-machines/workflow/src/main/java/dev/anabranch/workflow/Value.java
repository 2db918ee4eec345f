package dev.anabranch.workflow;

/**
 * A value that a run produces. While {@code define} executes, the value itself does not exist yet: a definition can
 * pass it to tasks, fan out over it, read its fields and combine it with other values, but not compute with it. Only
 * tasks compute.
 *
 * <p>Values are made by a {@link Flow} and its steps. They are not thread-safe and are valid only in the call of {@code
 * define} that made them.
 *
 * @param <T> the type that the value has at run time
 */
public interface Value<T> {

    /**
     * Returns one field of this value: {@code order.get(Order::units)}.
     *
     * @param accessor a method reference to the accessor of a record component or to a getter; a lambda expression or
     *     any other method is reported as the finding {@code not-an-accessor}
     */
    <F> Value<F> get(Accessor<? super T, ? extends F> accessor);
}
