package dev.anabranch.embedded.internal.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import dev.anabranch.embedded.internal.billing.Bill;
import dev.anabranch.embedded.internal.billing.BillMeter;
import dev.anabranch.engine.time.VirtualClock;
import dev.anabranch.explain.internal.cost.AssumedWidths;
import dev.anabranch.explain.internal.cost.Assumptions;
import dev.anabranch.explain.internal.cost.Charge;
import dev.anabranch.explain.internal.cost.CostModel;
import dev.anabranch.explain.internal.cost.Estimate;
import dev.anabranch.explain.internal.cost.PriceList;
import dev.anabranch.runtime.internal.invoke.ActionObserver;
import dev.anabranch.stores.internal.storage.Storage;
import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.internal.plan.FunctionPlan;
import dev.anabranch.translate.internal.plan.Target;
import dev.anabranch.workflow.Workflow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The bill of a run equals the estimate of {@code explain} for the same width. */
final class BillTest {

    /**
     * Zero, a few, and more items than run inline. All widths are even, because the model assumes the more expensive
     * branch of a conditional.
     */
    private static final long[] WIDTHS = {0, 2, 38, 330};

    /** Charges that depend neither on sizes nor on durations. */
    private static final Set<Charge> EXACT = EnumSet.of(
            Charge.TRANSITIONS,
            Charge.CHILD_STARTS,
            Charge.EXPRESS_REQUESTS,
            Charge.LAMBDA_REQUESTS,
            Charge.DYNAMODB_WRITES,
            Charge.S3_PUTS,
            Charge.S3_GETS);

    /**
     * Numbers of up to three digits and their names. The list is small enough not to be compressed, because estimates
     * ignore compression.
     */
    private static final Assumptions SMALL_WORDS =
            Assumptions.DEFAULT.toBuilder().itemBytes(3).resultBytes(16).build();

    @TempDir
    Path scratch;

    /** Without runs of other workflows, whose functions are not in the plan. */
    static Stream<Arguments> shapes() {
        return Shapes.all().keySet().stream()
                .filter(shape -> !shape.startsWith("sub-run"))
                .flatMap(shape -> LongStream.of(WIDTHS)
                        .filter(width -> Shapes.canHave(shape, width))
                        .mapToObj(width -> Arguments.of(shape, width)));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void billEqualsTheEstimate(String shape, long width) {
        Assumptions sizes =
                Assumptions.DEFAULT.toBuilder().itemBytes(4).resultBytes(3).build();
        Workflow<?, ?> workflow = Objects.requireNonNull(Shapes.all().get(shape));

        Compared compared = compare(workflow, LongNode.valueOf(width), width, sizes);

        compared.agreeOn(EXACT);
        compared.agreeOnTime();
        assertThat(compared.bill.quantity(Charge.DYNAMODB_READS))
                .isCloseTo(compared.estimate.quantity(Charge.DYNAMODB_READS), withinPercentage(15));
        assertThat(compared.bill.quantity(Charge.DYNAMODB_GB_MONTHS))
                .isCloseTo(compared.estimate.quantity(Charge.DYNAMODB_GB_MONTHS), withinPercentage(20));
        assertThat(compared.bill.total().add(compared.functionDollars()))
                .isCloseTo(compared.estimate.total(), withinPercentage(1));
    }

    @ParameterizedTest
    @CsvSource({"parallel-fanout, n", "large-fanout, r", "sequential-fanout, n"})
    void ofExamples(String name, String parameter) {
        Workflow<?, ?> workflow = ServiceLoader.load(Workflow.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(listed -> listed.name().equals(name))
                .findFirst()
                .orElseThrow();
        for (long width : new long[] {1, 40, 400}) {
            JsonNode input = JsonNodeFactory.instance.objectNode().put(parameter, width);

            Compared compared = compare(workflow, input, width, SMALL_WORDS);

            compared.agreeOn(EXACT);
            compared.agreeOnTime();
        }
    }

    /** A run's bill and its estimate. The run took exactly the assumed time. */
    private record Compared(String what, Estimate estimate, Bill bill, BigDecimal lambdaMbMillis) {

        void agreeOn(Set<Charge> charges) {
            for (Charge charge : charges) {
                assertThat(bill.quantity(charge))
                        .as("%s of %s", charge, what)
                        .isEqualByComparingTo(estimate.quantity(charge));
            }
            assertThat(bill.quantity(Charge.LOG_GB)).isCloseTo(estimate.quantity(Charge.LOG_GB), withinPercentage(1));
        }

        /** Functions take no time here; this adds what they would have cost. */
        BigDecimal functionDollars() {
            return bill.prices()
                    .price(Charge.LAMBDA_ARM64_GB_SECONDS)
                    .of(functionGbSeconds().subtract(bill.quantity(Charge.LAMBDA_ARM64_GB_SECONDS)));
        }

        private BigDecimal functionGbSeconds() {
            return lambdaMbMillis.divide(BigDecimal.valueOf(1024 * 1000), MathContext.DECIMAL64);
        }

        void agreeOnTime() {
            assertThat(bill.quantity(Charge.EXPRESS_GB_SECONDS))
                    .as("Express GB-seconds of %s", what)
                    .isEqualByComparingTo(estimate.quantity(Charge.EXPRESS_GB_SECONDS));
            assertThat(functionGbSeconds())
                    .as("Lambda GB-seconds of %s", what)
                    .isCloseTo(estimate.quantity(Charge.LAMBDA_ARM64_GB_SECONDS), withinPercentage(0.001));
        }
    }

    private Compared compare(Workflow<?, ?> workflow, JsonNode input, long width, Assumptions assumptions) {
        Definition definition = Definition.of(workflow, Target.AWS);
        Map<String, Long> own = definition.plan().fanOuts().containsKey("map cell") ? Map.of("map cell", 3L) : Map.of();
        Estimate estimate = new CostModel(definition.plan(), definition.translate(), assumptions, PriceList.US_EAST_1)
                .estimate(AssumedWidths.of(definition.plan().graph(), width, own));
        BillMeter meter = new BillMeter();
        LongAdder mbMillis = new LongAdder();
        try (Storage storage = Storage.inMemory();
                EmbeddedCloud cloud = EmbeddedCloud.builder()
                        .clock(new VirtualClock(Instant.EPOCH))
                        .engine(Runnable::run)
                        .threads(Runnable::run)
                        .readers(Runnable::run)
                        .storage(storage)
                        .scratch(scratch)
                        .random(new Random(1))
                        .invocations(functions ->
                                (function, payload, context) -> context.after(duration(payload, assumptions))
                                        .thenCompose(later -> functions.invoke(function, payload, context)))
                        .observer(new ActionObserver() {
                            @Override
                            public void started(String node, List<Long> path) {
                                FunctionPlan function =
                                        definition.plan().functions().get(node);
                                mbMillis.add(Objects.requireNonNull(function).memoryMb() * assumptions.actionMillis());
                            }
                        })
                        .billedBy(meter)
                        .build()) {
            EmbeddedRun run = cloud.start(cloud.deploy(workflow), workflow.name() + "-20261121-061502-123", input)
                    .join();
            assertThat(run.failure()).isEmpty();
            return new Compared(
                    workflow.name() + " at " + width,
                    estimate,
                    meter.bill(PriceList.US_EAST_1, assumptions),
                    BigDecimal.valueOf(mbMillis.sum()));
        }
    }

    private static Duration duration(byte[] payload, Assumptions assumptions) {
        try {
            int actions = Math.max(
                    1, new ObjectMapper().readTree(payload).path("batch").size());
            return Duration.ofMillis(actions * assumptions.actionMillis() + assumptions.invocationMillis());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
