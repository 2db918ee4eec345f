package dev.anabranch.embedded.faults;

/**
 * A fault.
 *
 * @param invocation the index of the invocation in the run, from 0
 * @param call the index of the call to a store in the invocation, from 0; -1 if the fault affects the invocation itself
 */
record Fault(int invocation, int call, Kind kind) {

    /** The kinds of faults. */
    enum Kind {
        // Faults of a call to a store
        THROTTLED(Where.STORE),
        STORE_FAILS(Where.STORE),
        /** The call fails, and was not carried out. */
        STORE_TIMES_OUT(Where.STORE),
        /** The call fails, but was carried out. */
        ANSWER_LOST(Where.STORE),
        CRASH_BEFORE(Where.STORE),
        CRASH_AFTER(Where.STORE),
        /** The process is killed because of its memory. */
        KILLED(Where.STORE),
        OUT_OF_TIME(Where.STORE),
        /** The same event is delivered a second time, and handled completely before the first continues. */
        OVERTAKEN_BY_DUPLICATE(Where.STORE),

        // Faults of an invocation
        INVOCATION_THROTTLED(Where.INVOCATION),
        LAMBDA_FAILS(Where.INVOCATION),
        DIES_AT_ONCE(Where.INVOCATION),
        RESULT_LOST(Where.INVOCATION),
        DELIVERED_TWICE(Where.INVOCATION),
        /** The same event is delivered again after the end of the run. */
        DELIVERED_LATE(Where.INVOCATION),
        /** The invocation times out, and starts only when the next attempt is running. */
        BEGINS_DURING_RETRY(Where.INVOCATION),
        /** The invocation times out, and starts only after the end of the run. */
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
