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
     * Called after {@link #finished} when an attempt has failed.
     *
     * @param error the name of the error
     * @param rejected whether no attempt will follow, even if the call allows more
     */
    default void failed(String node, List<Long> path, String error, String message, boolean rejected) {}

    /**
     * Called when the result of an action is the list of a fan-out.
     *
     * @param count the number of items in the list
     */
    default void fansOut(String node, List<Long> path, long count) {}
}
