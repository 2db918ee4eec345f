package dev.anabranch.testkit;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A JUnit extension that provides {@link Scenarios} as a parameter of test methods. Each test method receives its own,
 * so tests can run in parallel:
 *
 * <pre>{@code
 * @ExtendWith(AnabranchExtension.class)
 * final class SumOfSquaresTest {
 *     @Test
 *     void adds(Scenarios scenarios) {
 *         assertThat(scenarios.of(new SumOfSquares()).run(3L)).hasOutput(14L);
 *     }
 * }
 * }</pre>
 *
 * <p>The default seed is 1. {@link #seeded} sets another; JUnit's configuration parameter or the system property {@code
 * anabranch.seed} overrides both.
 */
public final class AnabranchExtension implements ParameterResolver, AfterEachCallback {

    private static final Namespace STORE = Namespace.create(AnabranchExtension.class);
    private static final String SEED = "anabranch.seed";

    private final long seed;

    /** Creates an extension with the seed 1. */
    public AnabranchExtension() {
        this(1);
    }

    private AnabranchExtension(long seed) {
        this.seed = seed;
    }

    /** Returns an extension with a seed, for {@code @RegisterExtension}. */
    public static AnabranchExtension seeded(long seed) {
        return new AnabranchExtension(seed);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Scenarios.class
                && context.getTestMethod().isPresent();
    }

    @Override
    public Scenarios resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(STORE)
                .getOrComputeIfAbsent(
                        Scenarios.class,
                        key -> Scenarios.seeded(context.getConfigurationParameter(SEED, Long::valueOf)
                                .orElse(seed)),
                        Scenarios.class);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Scenarios scenarios = context.getStore(STORE).remove(Scenarios.class, Scenarios.class);
        if (scenarios != null) {
            scenarios.close();
        }
    }
}
