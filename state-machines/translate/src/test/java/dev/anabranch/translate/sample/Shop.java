package dev.anabranch.translate.sample;

import dev.anabranch.task.Outcome;
import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.util.List;

/** The tasks of a shop: what they do does not matter to those who write state machines, only their types. */
public final class Shop {

    private Shop() {}

    /** What is bought. */
    public record Order(String id, List<Line> lines, boolean urgent, Customer customer) {}

    /** One line of an order. */
    public record Line(String sku, int quantity) {}

    /** Who buys. */
    public record Customer(String name, List<String> tags) {}

    /** A line with its price. */
    public record Priced(String sku, double price) {}

    /** A line and what it belongs to. */
    public record LineOf(Line line, Order order) {}

    /** A line, its place and the discount. */
    public record Discounted(Line line, Long index, Double discount) {}

    /** What was bought, and for how much. */
    public record Invoice(Order order, Results<Priced> prices) {}

    /** An order and a list of prices in memory. */
    public record Summary(Order order, List<Priced> prices) {}

    /** A task that returns what it is told to: null, for tests that never run it. */
    abstract static class Untold<I, O> implements Task<I, O> {
        @Override
        public O run(I input, TaskContext context) {
            throw new UnsupportedOperationException("Tests of translation run no task.");
        }
    }

    /** Reads an order. */
    public static final class ReadOrder extends Untold<String, Order> {}

    /** The lines of an order. */
    public static final class SplitOrder extends Untold<Order, List<Line>> {}

    /** Whether an order needs care. */
    public static final class NeedsCare extends Untold<Order, Boolean> {}

    /** The price of a line. */
    public static final class PriceLine extends Untold<Line, Priced> {}

    /** The price of a line, which takes long. */
    @TaskDefaults(memoryMb = 2048, timeoutSeconds = 600)
    public static final class PriceLineSlowly extends Untold<Line, Priced> {}

    /** The price of a line with what is known of its order. */
    public static final class PriceLineOf extends Untold<LineOf, Priced> {}

    /** The price of a line with a discount. */
    public static final class PriceDiscounted extends Untold<Discounted, Priced> {}

    /** Rounds a price. */
    public static final class RoundPrice extends Untold<Priced, Priced> {}

    /** Adds prices as they come. */
    public static final class AddPrices extends Untold<Results<Priced>, Double> {}

    /** Adds prices that are in memory. */
    public static final class AddFew extends Untold<List<Priced>, Double> {}

    /** Adds what there is, whatever became of the rest. */
    public static final class AddOutcomes extends Untold<Results<Outcome<Priced>>, Double> {}

    /** Adds sums. */
    public static final class AddSums extends Untold<Results<Double>, Double> {}

    /** Adds two numbers or more. */
    public static final class Add extends Untold<List<Double>, Double> {}

    /** Writes an invoice. */
    public static final class WriteInvoice extends Untold<Invoice, String> {}

    /** Writes a summary. */
    public static final class WriteSummary extends Untold<Summary, String> {}

    /** Text from text. */
    public static final class Echo extends Untold<String, String> {}

    /** Text from many texts. */
    public static final class Join extends Untold<List<String>, String> {}

    /** Text from the tags of a customer. */
    public static final class Tag extends Untold<String, String> {}
}
