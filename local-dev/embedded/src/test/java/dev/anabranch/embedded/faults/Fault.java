package dev.anabranch.embedded.faults;

/**
 * One thing that goes wrong.
 *
 * @param invocation which invocation of a run meets it, from 0
 * @param call which of the invocation's calls of a store meets it, from 0; -1 where it meets the invocation itself
 */
record Fault(int invocation, int call, Kind kind) {

    /** What goes wrong. */
    enum Kind {
        // With a call of a store
        THROTTLED(Where.STORE),
        STORE_FAILS(Where.STORE),
        /** It may have been done or not; it has not. */
        STORE_TIMES_OUT(Where.STORE),
        /** It has been done, but nobody can know. */
        ANSWER_LOST(Where.STORE),
        CRASH_BEFORE(Where.STORE),
        CRASH_AFTER(Where.STORE),
        /** Killed for the memory that it takes. */
        KILLED(Where.STORE),
        OUT_OF_TIME(Where.STORE),
        /** The same event comes a second time, and is through before the first goes on. */
        OVERTAKEN_BY_DUPLICATE(Where.STORE),

        // With an invocation
        INVOCATION_THROTTLED(Where.INVOCATION),
        LAMBDA_FAILS(Where.INVOCATION),
        DIES_AT_ONCE(Where.INVOCATION),
        RESULT_LOST(Where.INVOCATION),
        DELIVERED_TWICE(Where.INVOCATION),
        /** The same event comes again when the run is over. */
        DELIVERED_LATE(Where.INVOCATION),
        /** Given up on, it begins only when the next attempt is under way. */
        BEGINS_DURING_RETRY(Where.INVOCATION),
        /** Given up on, it begins only when the run is over. */
        BEGINS_AFTER_RUN(Where.INVOCATION);

        enum Where {
            STORE,
            INVOCATION
        }

        final Where where;

        Kind(Where where) {
            this.where = where;
        }

        boolean isAfter() {
            return this == ANSWER_LOST || this == CRASH_AFTER;
        }

        boolean duplicates() {
            return this == OVERTAKEN_BY_DUPLICATE
                    || this == DELIVERED_TWICE
                    || this == DELIVERED_LATE
                    || this == BEGINS_DURING_RETRY
                    || this == BEGINS_AFTER_RUN;
        }
    }
}
