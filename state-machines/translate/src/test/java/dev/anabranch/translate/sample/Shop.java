package dev.anabranch.translate.sample;

import dev.anabranch.task.Outcome;
import dev.anabranch.task.Results;
import dev.anabranch.task.RunFailure;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.time.Duration;
import java.util.List;

/** The tasks of a shop. Tests of state machines use only their types. */
public final class Shop {

    private Shop() {}

    /** An ordered product. */
    public record Order(String id, List<Line> lines, boolean urgent, Customer customer) {}

    /** One line of an order. */
    public static final class DelayOf implements Task<Order, Duration> {
        @Override
        public Duration run(Order order, TaskContext context) {
            return Duration.ofMinutes(order.lines().size());
        }
    }

    public record Line(String sku, int quantity) {}

    /** The customer. */
    public record Customer(String name, List<String> tags) {}

    /** A line with its price. */
    public record Priced(String sku, double price) {}

    /** A line and its order. */
    public record LineOf(Line line, Order order) {}

    /** A line, its index and the discount. */
    public record Discounted(Line line, Long index, Double discount) {}

    /** An order with its price. */
    public record Invoice(Order order, Results<Priced> prices) {}

    /** An order with a list of prices in memory. */
    public record Summary(Order order, List<Priced> prices) {}

    /** A task that returns null, for tests that do not run it. */
    abstract static class Untold<I, O> implements Task<I, O> {
        @Override
        public O run(I input, TaskContext context) {
            throw new UnsupportedOperationException("Tests of translation run no task.");
        }
    }

    /** Reads an order. */
    public static final class ReadOrder extends Untold<String, Order> {}

    /** Returns the lines of an order. */
    public static final class SplitOrder extends Untold<Order, List<Line>> {}

    /** Returns whether an order needs special care. */
    public static final class NeedsCare extends Untold<Order, Boolean> {}

    /** Computes the price of a line. */
    public static final class PriceLine extends Untold<Line, Priced> {}

    /** Computes the price of a line slowly. */
    @TaskDefaults(memoryMb = 2048, timeoutSeconds = 600)
    public static final class PriceLineSlowly extends Untold<Line, Priced> {}

    /** Computes the price of a line with its order. */
    public static final class PriceLineOf extends Untold<LineOf, Priced> {}

    /** Computes the price of a line with a discount. */
    public static final class PriceDiscounted extends Untold<Discounted, Priced> {}

    /** Rounds a price. */
    public static final class RoundPrice extends Untold<Priced, Priced> {}

    /** Adds prices that are read lazily. */
    public static final class AddPrices extends Untold<Results<Priced>, Double> {}

    /** Adds prices that are in memory. */
    public static final class AddFew extends Untold<List<Priced>, Double> {}

    /** Adds the prices of the items that succeeded. */
    public static final class AddOutcomes extends Untold<Results<Outcome<Priced>>, Double> {}

    /** Adds the prices of attempts. */
    public static final class AddAttempts extends Untold<Results<Outcome<Priced>>, Double> {}

    /** Reports a failure. */
    public static final class Report extends Untold<RunFailure, String> {}

    /** Returns the sum of an attempt. */
    public static final class SumOf extends Untold<Outcome<Double>, Double> {}

    /** Adds sums. */
    public static final class AddSums extends Untold<Results<Double>, Double> {}

    /** Adds two or more numbers. */
    public static final class Add extends Untold<List<Double>, Double> {}

    /** Writes an invoice. */
    public static final class WriteInvoice extends Untold<Invoice, String> {}

    /** Writes a summary. */
    public static final class WriteSummary extends Untold<Summary, String> {}

    /** Converts a text to a text. */
    public static final class Echo extends Untold<String, String> {}

    /** Converts several texts to a text. */
    public static final class Join extends Untold<List<String>, String> {}

    /** Converts the tags of a customer to a text. */
    public static final class Tag extends Untold<String, String> {}
}
