package dev.anabranch.engine.internal.execution;

import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The time and the chance that expressions see: those of the message that this thread is handling. They depend on nothing but the
 * execution and its messages, so that handling the same messages again comes to the same.
 */
public final class CurrentMessage {

    private static final ThreadLocal<@Nullable Execution> HANDLING = new ThreadLocal<>();

    private CurrentMessage() {}

    /** The generator of the execution whose message is being handled; {@code otherwise} where there is none. */
    public static RandomGenerator random(RandomGenerator otherwise) {
        return () -> {
            Execution execution = HANDLING.get();
            return execution == null ? otherwise.nextLong() : execution.random().nextLong();
        };
    }

    /** The time of the message that is being handled; that of {@code otherwise} where there is none. */
    public static InstantSource time(InstantSource otherwise) {
        return () -> {
            Execution execution = HANDLING.get();
            return execution == null ? otherwise.instant() : execution.now();
        };
    }

    /** Runs a part of what a message leads to. One execution's message may lead to another's on the same thread. */
    static void handle(Execution execution, Runnable part) {
        Execution before = HANDLING.get();
        HANDLING.set(execution);
        try {
            part.run();
        } finally {
            if (before == null) {
                HANDLING.remove();
            } else {
                HANDLING.set(before);
            }
        }
    }
}
