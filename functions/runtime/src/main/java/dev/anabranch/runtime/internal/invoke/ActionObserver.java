package dev.anabranch.runtime.internal.invoke;

import dev.anabranch.runtime.internal.wire.ActionStatus;
import java.util.List;

/**
 * Observes the progress of actions in this process. Called on the threads of the actions, so implementations must
 * return quickly.
 */
public interface ActionObserver {

    /** An observer that does nothing. */
    ActionObserver NONE = new ActionObserver() {};

    /** Called when an attempt begins. */
    default void started(String node, List<Long> path) {}

    /** Called when an attempt has ended and its record is written. Not called for an attempt that was superseded. */
    default void finished(String node, List<Long> path, ActionStatus status) {}

    /**
     * Called when the result of an action is the list of a fan-out.
     *
     * @param count the number of items in the list
     */
    default void fansOut(String node, List<Long> path, long count) {}
}
