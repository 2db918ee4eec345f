package dev.anabranch.runtime.internal.invoke;

import dev.anabranch.runtime.internal.wire.ActionStatus;
import java.util.List;

/** Is told of progress as it happens in this process; called from the threads of the actions, so it returns fast. */
public interface ActionObserver {

    /** Hears everything and does nothing. */
    ActionObserver NONE = new ActionObserver() {};

    /** An attempt begins. */
    default void started(String node, List<Long> path) {}

    /** An attempt has ended, and the record says so. Not called for an attempt that another one has overtaken. */
    default void finished(String node, List<Long> path, ActionStatus status) {}

    /**
     * A fan-out over the result of this action will follow.
     *
     * @param count how many items the list has
     */
    default void spread(String node, List<Long> path, long count) {}
}
