package dev.anabranch.action;

/**
 * The task threw an exception. Retried according to the first retry policy of the call; exceptions to which a later
 * policy applies are reported as a subclass, because Step Functions compares names only.
 */
public sealed class TaskFailed extends ActionFailure {
    private static final long serialVersionUID = 1L;

    public TaskFailed(String where, String error, String reason) {
        super(where, error, reason);
    }

    /** Retried according to the second retry policy of the call. */
    public static final class Second extends TaskFailed {
        private static final long serialVersionUID = 1L;

        public Second(String where, String error, String reason) {
            super(where, error, reason);
        }
    }

    /** Retried according to the third retry policy of the call. */
    public static final class Third extends TaskFailed {
        private static final long serialVersionUID = 1L;

        public Third(String where, String error, String reason) {
            super(where, error, reason);
        }
    }

    /** Retried according to the fourth retry policy of the call. */
    public static final class Fourth extends TaskFailed {
        private static final long serialVersionUID = 1L;

        public Fourth(String where, String error, String reason) {
            super(where, error, reason);
        }
    }
}
