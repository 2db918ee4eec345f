package dev.anabranch.benchmarks;

import dev.anabranch.benchmarks.workflows.TrivialFan;
import dev.anabranch.explain.internal.cost.AssumedWidths;
import dev.anabranch.explain.internal.cost.Assumptions;
import dev.anabranch.explain.internal.cost.Charge;
import dev.anabranch.explain.internal.cost.CostModel;
import dev.anabranch.explain.internal.cost.Estimate;
import dev.anabranch.explain.internal.cost.PriceList;
import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.internal.plan.Target;
import dev.anabranch.workflow.internal.graph.DefinitionThread;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Prints what AWS bills for n actions by different ways to orchestrate them, as a Markdown table. Lambda and its logs
 * are left out, because all ways call the same functions; so is the storage.
 */
public final class BillComparison {

    private static final PriceList PRICES = PriceList.US_EAST_1;
    private static final List<Long> WIDTHS = List.of(1_000L, 10_000L, 100_000L, 1_000_000L, 10_000_000L);

    /**
     * An iteration with a Lambda task has at least 6 events: started, entered, scheduled, succeeded, exited, succeeded.
     */
    private static final long INLINE_EVENTS = 6;

    private static final long HISTORY_EVENTS = 25_000;

    /** A step in a map of durable functions is two operations; the map itself and the execution are two more. */
    private static final long DURABLE_OPERATIONS = 3_000;

    /** Source: <a href="https://aws.amazon.com/lambda/pricing/">Lambda pricing</a>, durable operations, per million. */
    private static final double DURABLE_DOLLARS = 8.00;

    /**
     * Metaflow appends the name of each finished task to one item; a name has about 40 bytes, an item at most 400 KB.
     */
    private static final long METAFLOW_NAME_BYTES = 40;

    private static final long ITEM_BYTES = 400 * 1024;

    private BillComparison() {}

    /** Prints the table. */
    public static void main(String[] args) {
        Definition definition = Definition.of(new TrivialFan(), Target.AWS, new DefinitionThread());
        CostModel model = new CostModel(definition.plan(), definition.translate(), Assumptions.DEFAULT, PRICES);
        System.out.println(
                "| actions | Anabranch | inline Map | Distributed Map, Standard children | Metaflow | durable functions |");
        System.out.println("|---|---|---|---|---|---|");
        for (long n : WIDTHS) {
            Estimate estimate =
                    model.estimate(AssumedWidths.of(definition.plan().graph(), n, Map.of()));
            System.out.printf(
                    Locale.ROOT,
                    "| %,d | %s | %s | %s | %s | %s |%n",
                    n,
                    dollars(own(estimate)),
                    n * INLINE_EVENTS > HISTORY_EVENTS ? "impossible: history quota" : dollars(transitions(n + 2)),
                    // Each child is started and enters one state.
                    dollars(transitions(2 * n + 2) + metered(Charge.S3_GETS, 1)),
                    metaflow(n),
                    durable(n));
        }
        System.out.println();
        System.out.println("Prices of " + PRICES.region() + " as of " + PRICES.asOf() + ".");
    }

    private static double own(Estimate estimate) {
        return estimate.services().entrySet().stream()
                .filter(service -> List.of("Step Functions", "DynamoDB", "S3").contains(service.getKey()))
                .mapToDouble(service -> service.getValue().doubleValue())
                .sum();
    }

    /**
     * Metaflow's state machine submits a Batch job for each task of a {@code foreach} and gathers the names of the
     * finished tasks in one item of DynamoDB, which is rewritten, and paid, as a whole.
     *
     * @see <a href="https://github.com/Netflix/metaflow/blob/master/metaflow/plugins/aws/step_functions/dynamo_db_client.py">Source</a>
     */
    private static String metaflow(long n) {
        if (n * METAFLOW_NAME_BYTES > ITEM_BYTES) {
            return "impossible: one item of 400 KB";
        }
        long units = 0;
        for (long i = 1; i <= n; i++) {
            units += (i * METAFLOW_NAME_BYTES + 1023) / 1024;
        }
        return dollars(transitions(n + 4) + metered(Charge.DYNAMODB_WRITES, units));
    }

    private static String durable(long n) {
        long operations = 2 * n + 2;
        String cost = dollars(operations * DURABLE_DOLLARS / 1_000_000);
        return operations > DURABLE_OPERATIONS ? cost + " in " + executions(n) + " executions" : cost;
    }

    private static String executions(long n) {
        return String.format(Locale.ROOT, "%,d", (2 * n + DURABLE_OPERATIONS - 3) / (DURABLE_OPERATIONS - 2));
    }

    private static double transitions(long count) {
        return metered(Charge.TRANSITIONS, count);
    }

    private static double metered(Charge charge, long quantity) {
        return PRICES.price(charge).of(BigDecimal.valueOf(quantity)).doubleValue();
    }

    private static String dollars(double amount) {
        return String.format(Locale.ROOT, amount < 1 ? "%.3f" : "%,.2f", amount);
    }
}
