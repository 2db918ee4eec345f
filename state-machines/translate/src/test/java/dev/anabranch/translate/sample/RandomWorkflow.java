package dev.anabranch.translate.sample;

import dev.anabranch.task.Task;
import dev.anabranch.translate.sample.Shop.AddPrices;
import dev.anabranch.translate.sample.Shop.Echo;
import dev.anabranch.translate.sample.Shop.Join;
import dev.anabranch.translate.sample.Shop.NeedsCare;
import dev.anabranch.translate.sample.Shop.Order;
import dev.anabranch.translate.sample.Shop.PriceLine;
import dev.anabranch.translate.sample.Shop.PriceLineSlowly;
import dev.anabranch.translate.sample.Shop.Priced;
import dev.anabranch.translate.sample.Shop.ReadOrder;
import dev.anabranch.translate.sample.Shop.RoundPrice;
import dev.anabranch.translate.sample.Shop.SplitOrder;
import dev.anabranch.workflow.Call;
import dev.anabranch.workflow.Conditional;
import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Step;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** A random workflow: nested scopes, values from all sources, and names with special characters. */
public final class RandomWorkflow implements Workflow<String, String> {

    private static final List<String> NAMES = List.of(
            "states",
            "string",
            "count",
            "exists",
            "true",
            "null",
            "and",
            "in",
            "1",
            "n1",
            "a",
            "a 1",
            "a_1",
            "a 1 1",
            "b-c",
            "b.c",
            "b(c)",
            "start",
            "fail",
            "end of a",
            "record failure",
            "x".repeat(60),
            "x".repeat(59) + "y",
            "数".repeat(60),
            "états",
            "width of a",
            "a 2",
            "map a",
            "when");

    private static final int DEEPEST = 3;

    private final long seed;
    private SplittableRandom random = new SplittableRandom();
    private List<String> names = List.of();
    private int nodesLeft;

    /** Returns a workflow; equal seeds give equal workflows. */
    public RandomWorkflow(long seed) {
        this.seed = seed;
    }

    @Override
    public String name() {
        return "random-" + seed;
    }

    @Override
    public Value<String> define(Flow flow, Value<String> input) {
        random = new SplittableRandom(seed);
        names = new ArrayList<>(NAMES);
        nodesLeft = random.nextInt(1, 18);
        Seen seen = new Seen(new ArrayList<>(List.of(input)), new ArrayList<>());
        scope(flow, seen, 0);
        return text(flow, seen);
    }

    /** The values that can be used in a scope. */
    private record Seen(List<Value<String>> texts, List<Step> steps) {
        Seen inside() {
            return new Seen(new ArrayList<>(texts), new ArrayList<>(steps));
        }
    }

    private void scope(Flow flow, Seen seen, int depth) {
        for (int i = random.nextInt(0, 5); i >= 0 && nodesLeft > 0; i--) {
            nodesLeft--;
            int kind = random.nextInt(depth < DEEPEST ? 10 : 6);
            if (kind < 6) {
                call(flow, seen);
            } else if (kind < 8) {
                fanOut(flow, seen, depth);
            } else {
                conditional(flow, seen, depth);
            }
        }
    }

    private void call(Flow flow, Seen seen) {
        Call<String> call = random.nextBoolean()
                ? flow.call(Echo.class, text(flow, seen))
                : flow.call(Join.class, flow.list(List.of(text(flow, seen), text(flow, seen))));
        if (random.nextInt(3) > 0) {
            wish().ifPresent(call::named);
        }
        if (!seen.steps.isEmpty() && random.nextInt(4) == 0) {
            call.after(any(seen.steps));
        }
        seen.texts.add(call);
        seen.steps.add(call);
    }

    private void fanOut(Flow flow, Seen seen, int depth) {
        Value<Order> order = flow.call(ReadOrder.class, text(flow, seen));
        Value<List<Shop.Line>> lines =
                random.nextBoolean() ? order.get(Order::lines) : flow.call(SplitOrder.class, order);
        Class<? extends Task<Shop.Line, Priced>> price =
                random.nextInt(4) == 0 ? PriceLineSlowly.class : PriceLine.class;
        FanOut<Priced> prices = random.nextInt(3) == 0
                ? flow.map(lines, price)
                : flow.mapIndexed(lines, (line, index) -> {
                    Seen inside = seen.inside();
                    inside.texts.add(line.get(Shop.Line::sku));
                    scope(flow, inside, depth + 1);
                    Value<Priced> priced = flow.call(price, line);
                    return random.nextBoolean()
                            ? priced
                            : flow.record(Priced::new, text(flow, inside), flow.value(1.0));
                });
        wish().ifPresent(prices::named);
        if (random.nextInt(3) == 0) {
            prices = prices.map(RoundPrice.class).concurrency(random.nextInt(1, 200));
        }
        switch (random.nextInt(5)) {
            case 0 -> prices.atMost(random.nextInt(1, 500));
            case 1 -> prices.tolerate(3);
            case 2 -> flow.call(Shop.AddOutcomes.class, prices.outcomes());
            default -> {}
        }
        if (random.nextBoolean()) {
            flow.call(AddPrices.class, prices.collect());
        }
        seen.steps.add(prices);
    }

    private void conditional(Flow flow, Seen seen, int depth) {
        Value<Order> order = flow.call(ReadOrder.class, text(flow, seen));
        Value<Boolean> condition = random.nextBoolean() ? order.get(Order::urgent) : flow.call(NeedsCare.class, order);
        Conditional<String> conditional = flow.when(
                condition, () -> side(flow, seen.inside(), depth + 1), () -> side(flow, seen.inside(), depth + 1));
        wish().ifPresent(conditional::named);
        if (random.nextBoolean()) {
            seen.texts.add(conditional.value());
        }
        seen.steps.add(conditional);
    }

    private Value<String> side(Flow flow, Seen inside, int depth) {
        scope(flow, inside, depth);
        return text(flow, inside);
    }

    private Value<String> text(Flow flow, Seen seen) {
        return random.nextInt(8) == 0 ? flow.value("{% constant " + random.nextInt(9) + " %}") : any(seen.texts);
    }

    private Optional<String> wish() {
        return names.isEmpty() || random.nextInt(3) == 0
                ? Optional.empty()
                : Optional.of(names.remove(random.nextInt(names.size())));
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
