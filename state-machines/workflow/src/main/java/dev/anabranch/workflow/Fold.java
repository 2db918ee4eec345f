package dev.anabranch.workflow;

/**
 * A fold: its body runs for one item of a list after the other and receives what it returned for the item before. It is
 * also the value of the fold: what the body returned for the last item, or the initial value if the list is empty. Each
 * method changes this fold and returns it.
 *
 * <p>An item that fails fails the fold, because the next items need its result. A rerun continues with that item.
 *
 * @param <S> the type that the body returns
 */
public interface Fold<S> extends Value<S>, Step {

    /** Sets a name of at most 60 characters, unique in the workflow. */
    Fold<S> named(String name);

    /**
     * Puts the fold into a group. Groups are shown in diagrams and in the progress of a run; they do not change
     * execution.
     */
    Fold<S> group(String name);

    /** Starts this fold only after {@code steps} have completed. Steps that produce its list need not be listed. */
    Fold<S> after(Step... steps);

    /**
     * Promises that the list has at most {@code items} items, so that the plan can omit the states for longer lists. A
     * longer list fails the run with {@code Anabranch.TooWide} if the states that remain cannot process it.
     */
    Fold<S> atMost(long items);
}
