package dev.anabranch.architecture;

import static com.tngtech.archunit.lang.SimpleConditionEvent.violated;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import java.util.Set;

/**
 * Calls and method references whose result differs between two runs of the same program, or that change the process.
 */
final class Surroundings {

    /** Forbidden with any arguments. */
    private static final Set<String> ALWAYS = Set.of(
            "java.lang.Math.random",
            "java.lang.Runtime.exit",
            "java.lang.Runtime.halt",
            "java.lang.System.console",
            "java.lang.System.currentTimeMillis",
            "java.lang.System.exit",
            "java.lang.System.getProperties",
            "java.lang.System.getProperty",
            "java.lang.System.getenv",
            "java.lang.System.nanoTime",
            "java.lang.System.setErr",
            "java.lang.System.setOut",
            "java.lang.System.setProperty",
            "java.lang.Thread.sleep",
            "java.time.Clock.systemDefaultZone",
            "java.time.Clock.systemUTC",
            "java.util.UUID.randomUUID",
            "java.util.concurrent.ThreadLocalRandom.current");

    /** Forbidden only without arguments: with a clock, a zone or a seed, their result is deterministic. */
    private static final Set<String> WITHOUT_ARGUMENTS = Set.of(
            "java.security.SecureRandom.<init>",
            "java.time.Instant.now",
            "java.time.LocalDate.now",
            "java.time.LocalDateTime.now",
            "java.time.OffsetDateTime.now",
            "java.time.ZonedDateTime.now",
            "java.util.Date.<init>",
            "java.util.Random.<init>",
            "java.util.SplittableRandom.<init>",
            "java.util.random.RandomGenerator.getDefault");

    static ArchCondition<JavaClass> notBeRead() {
        return new ArchCondition<>("not read clock, chance or environment") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getCodeUnitAccessesFromSelf().stream()
                        .filter(access -> isForbidden(access.getTarget()))
                        .forEach(access -> events.add(violated(type, access.getDescription())));
            }
        };
    }

    private static boolean isForbidden(CodeUnitAccessTarget target) {
        String name = target.getOwner().getName() + "." + target.getName();
        return ALWAYS.contains(name)
                || (WITHOUT_ARGUMENTS.contains(name)
                        && target.getRawParameterTypes().isEmpty());
    }

    private Surroundings() {}
}
