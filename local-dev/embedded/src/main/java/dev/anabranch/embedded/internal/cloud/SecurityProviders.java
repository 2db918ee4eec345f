package dev.anabranch.embedded.internal.cloud;

import dev.anabranch.task.Task;
import java.security.Provider;
import java.security.Security;

/**
 * Restores the security providers of the JVM after a task that has removed some. The stores compute digests with them,
 * and on AWS such a task would affect only the process of one function.
 */
final class SecurityProviders {

    private static final Provider[] INSTALLED = Security.getProviders();

    private SecurityProviders() {}

    /** Returns a task that runs {@code task} and then restores the providers. */
    static <I, O> Task<I, O> restoredAfter(Task<I, O> task) {
        return (input, context) -> {
            try {
                return task.run(input, context);
            } finally {
                restore();
            }
        };
    }

    private static void restore() {
        if (areInstalled()) {
            return;
        }
        for (int i = 0; i < INSTALLED.length; i++) {
            if (Security.getProvider(INSTALLED[i].getName()) == null) {
                Security.insertProviderAt(INSTALLED[i], i + 1);
            }
        }
    }

    /** Returns true if the providers are the first ones of the JVM, in the same order. */
    private static boolean areInstalled() {
        Provider[] now = Security.getProviders();
        if (now.length < INSTALLED.length) {
            return false;
        }
        for (int i = 0; i < INSTALLED.length; i++) {
            if (!isSame(now[i], INSTALLED[i])) {
                return false;
            }
        }
        return true;
    }

    @SuppressWarnings("ReferenceEquality") // Provider.equals() compares all properties.
    private static boolean isSame(Provider one, Provider other) {
        return one == other;
    }
}
