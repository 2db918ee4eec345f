package dev.anabranch.translate.sample;

import dev.anabranch.task.Outcome;
import dev.anabranch.translate.sample.Shop.AddAttempts;
import dev.anabranch.translate.sample.Shop.AddFew;
import dev.anabranch.translate.sample.Shop.AddOutcomes;
import dev.anabranch.translate.sample.Shop.AddPrices;
import dev.anabranch.translate.sample.Shop.AddSums;
import dev.anabranch.translate.sample.Shop.DelayOf;
import dev.anabranch.translate.sample.Shop.Discounted;
import dev.anabranch.translate.sample.Shop.Echo;
import dev.anabranch.translate.sample.Shop.Invoice;
import dev.anabranch.translate.sample.Shop.Join;
import dev.anabranch.translate.sample.Shop.Line;
import dev.anabranch.translate.sample.Shop.LineOf;
import dev.anabranch.translate.sample.Shop.NeedsCare;
import dev.anabranch.translate.sample.Shop.Order;
import dev.anabranch.translate.sample.Shop.PriceDiscounted;
import dev.anabranch.translate.sample.Shop.PriceLine;
import dev.anabranch.translate.sample.Shop.PriceLineOf;
import dev.anabranch.translate.sample.Shop.PriceLineSlowly;
import dev.anabranch.translate.sample.Shop.Priced;
import dev.anabranch.translate.sample.Shop.ReadOrder;
import dev.anabranch.translate.sample.Shop.Report;
import dev.anabranch.translate.sample.Shop.RoundPrice;
import dev.anabranch.translate.sample.Shop.SplitOrder;
import dev.anabranch.translate.sample.Shop.SumOf;
import dev.anabranch.translate.sample.Shop.Tag;
import dev.anabranch.translate.sample.Shop.WriteInvoice;
import dev.anabranch.workflow.Attempt;
import dev.anabranch.workflow.Call;
import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Repeat;
import dev.anabranch.workflow.Retry;
import dev.anabranch.workflow.SubRun;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Wait;
import dev.anabranch.workflow.Workflow;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One small workflow for each feature, each in a nested class. */
public final class Workflows {

    private Workflows() {}

    /** Returns all workflows in the order of their names. */
    public static Stream<Workflow<?, ?>> all() {
        return Arrays.stream(Workflows.class.getDeclaredClasses())
                .filter(type -> Modifier.isPublic(type.getModifiers()))
                .map(Workflows::instance)
                .sorted(Comparator.comparing(Workflow::name));
    }

    private static Workflow<?, ?> instance(Class<?> type) {
        try {
            return (Workflow<?, ?>) type.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " has no constructor to call.", e);
        }
    }

    /** One call. */
    public static final class OneCall implements Workflow<String, String> {
        @Override
        public Value<String> define(Flow flow, Value<String> text) {
            return flow.call(Echo.class, text);
        }
    }

    /** No call: the output is the input. */
    public static final class NoCall implements Workflow<String, String> {
        @Override
        public Value<String> define(Flow flow, Value<String> text) {
            return text;
        }
    }

    /** Several retry policies on one call, and one for some errors in a batched fan-out. */
    public static final class RetryPolicies implements Workflow<Order, Double> {
        @Override
        public Value<Double> define(Flow flow, Value<Order> order) {
            Value<List<Line>> lines = flow.call(SplitOrder.class, order)
                    .retry(
                            Retry.upTo(5)
                                    .on(IOException.class)
                                    .on("Anabranch.Timeout")
                                    .backoff(Duration.ofSeconds(2), 3),
                            Retry.never().on(IllegalArgumentException.class),
                            Retry.upTo(1).except("Anabranch.OutOfMemory").withoutJitter());
            return flow.call(
                    AddPrices.class,
                    flow.map(lines, PriceLine.class)
                            .batch(10)
                            .retry(Retry.upTo(2).except(IllegalStateException.class))
                            .collect());
        }
    }

    /** Calls one after the other, with every option. */
    public static final class Options implements Workflow<String, String> {
        @Override
        public Value<String> define(Flow flow, Value<String> text) {
            Call<String> first = flow.call(Echo.class, text)
                    .named("first")
                    .retry(Retry.upTo(5).backoff(Duration.ofSeconds(3), 1.5).maxDelay(Duration.ofMinutes(2)))
                    .timeout(Duration.ofMinutes(15))
                    .memory(10_240)
                    .group("beginning");
            flow.call(Echo.class, text)
                    .named("second")
                    .after(first)
                    .retry(Retry.upTo(1).withoutJitter());
            return flow.call(Echo.class, first).named("third").timeout(Duration.ofSeconds(1));
        }
    }

    /** Fan-out and fan-in. */
    public static final class FanOutAndIn implements Workflow<Order, Double> {
        @Override
        public Value<Double> define(Flow flow, Value<Order> order) {
            Value<List<Line>> lines = flow.call(SplitOrder.class, order);
            return flow.call(AddPrices.class, flow.map(lines, PriceLine.class).collect());
        }
    }

    /** Waits in a sequence, in parallel, in a branch of a conditional, in a body and at the end. */
    public static final class Waits implements Workflow<Order, Double> {
        @Override
        public Value<Double> define(Flow flow, Value<Order> order) {
            Wait first = flow.sleep(Duration.ofSeconds(90)).named("first");
            Value<List<Line>> lines = flow.call(SplitOrder.class, order).after(first);
            flow.when(
                    flow.call(NeedsCare.class, order),
                    () -> {
                        flow.sleep(flow.call(DelayOf.class, order)).named("computed");
                        return order;
                    },
                    () -> order);
            FanOut<Priced> prices = flow.map(lines, line -> {
                Wait inside = flow.sleep(Duration.ofSeconds(20)).named("inside");
                return flow.call(PriceLine.class, line).after(inside);
            });
            Call<Double> sum = flow.call(AddPrices.class, prices.collect());
            flow.sleepUntil(flow.value(Instant.parse("2026-12-24T18:00:00Z")))
                    .named("last")
                    .after(sum);
            return sum;
        }
    }

    /** Waits for answers at the root, with a fallback, and for each item. */
    public static final class WaitsForAnswers implements Workflow<Order, Double> {
        @Override
        public Value<Double> define(Flow flow, Value<Order> order) {
            Value<Boolean> approved = flow.await("approve", Boolean.class)
                    .prompt(order.get(Order::customer))
                    .timeout(Duration.ofDays(3))
                    .onTimeout(false);
            Value<List<Line>> lines = flow.call(SplitOrder.class, order);
            FanOut<Priced> prices = flow.map(
                    lines,
                    line -> flow.await("price", Priced.class).prompt(line).timeout(Duration.ofHours(1)));
            return flow.<Double>when(
                            approved, () -> flow.call(AddPrices.class, prices.collect()), () -> flow.value(0.0))
                    .value();
        }
    }

    /** Callbacks at the root, with a fallback and heartbeats, and for each item. */
    public static final class WithCallbacks implements Workflow<Order, Double> {
        @Override
        public Value<Double> define(Flow flow, Value<Order> order) {
            Value<Boolean> checked = flow.callback(SplitOrder.class, order, Boolean.class)
                    .named("check")
                    .timeout(Duration.ofDays(3))
                    .heartbeat(Duration.ofMinutes(10))
                    .onTimeout(false);
            Value<List<Line>> lines = flow.call(SplitOrder.class, order);
            FanOut<Priced> prices = flow.map(lines, line -> flow.callback(PriceLine.class, line, Priced.class)
                    .timeout(Duration.ofHours(1))
                    .retry(Retry.upTo(2)));
            return flow.<Double>when(checked, () -> flow.call(AddPrices.class, prices.collect()), () -> flow.value(0.0))
                    .value();
        }
    }

    /** An attempt at the root with a wait for an answer in it, and attempts in a body and in a conditional. */
    public static final class WithAttempts implements Workflow<Order, Double> {
        @Override
        public Value<Double> define(Flow flow, Value<Order> order) {
            Attempt<Double> sum = flow.attempt(() -> {
                        flow.await("approve", Boolean.class).prompt(order.get(Order::customer));
                        Value<List<Line>> lines = flow.call(SplitOrder.class, order);
                        FanOut<Outcome<Priced>> prices =
                                flow.map(lines, line -> flow.attempt(() -> flow.call(PriceLine.class, line)));
                        return flow.call(AddAttempts.class, prices.collect());
                    })
                    .named("sum");
            return flow.<Double>when(sum.succeeded(), () -> flow.call(SumOf.class, sum), () -> flow.call(
                                    SumOf.class, flow.attempt(() -> flow.value(0.0)))
                            .named("zero"))
                    .value();
        }
    }

    /** Runs other workflows at the root, in a branch of a conditional and for each item. */
    public static final class RunsOthers implements Workflow<Order, Double> {
        @Override
        public Value<Double> define(Flow flow, Value<Order> order) {
            SubRun<Double> sum = flow.run(FanOutOverAField.class, order).timeout(Duration.ofHours(2));
            Value<List<Line>> lines = flow.call(SplitOrder.class, order);
            FanOut<Priced> prices = flow.map(lines, line -> flow.run(PriceOne.class, line));
            return flow.<Double>when(
                            flow.call(NeedsCare.class, order),
                            () -> flow.run(AtMost.class, order),
                            () -> flow.call(AddPrices.class, prices.collect()).after(sum))
                    .value();
        }
    }

    /** Waits and runs of other workflows that failures of an attempt and of items stop, and an early end. */
    public static final class WorksUntilStopped implements Workflow<Order, Double> {
        @Override
        public Value<Double> define(Flow flow, Value<Order> order) {
            Value<List<Line>> lines = flow.call(SplitOrder.class, order);
            Attempt<Double> asked = flow.attempt(() -> flow.call(
                            AddPrices.class,
                            flow.map(lines, line -> flow.await("price", Priced.class)
                                            .prompt(line))
                                    .collect()))
                    .named("asked");
            FanOut<Priced> prices = flow.map(lines, line -> {
                        flow.call(Tag.class, line.get(Line::sku));
                        return flow.run(PriceOne.class, line);
                    })
                    .tolerate(2);
            return flow.call(AddPrices.class, prices.collect()).named("sum").after(asked);
        }
    }

    /** A time limit, and a task for failures of the run. */
    public static final class WithLimit implements Workflow<Order, Double> {
        @Override
        public Value<Double> define(Flow flow, Value<Order> order) {
            flow.timeLimit(Duration.ofHours(2));
            flow.onFailure(Report.class).retry(Retry.upTo(2));
            Value<List<Line>> lines = flow.call(SplitOrder.class, order);
            return flow.call(AddPrices.class, flow.map(lines, PriceLine.class).collect());
        }
    }

    /** Cleanup at the root, in a body with tolerated failures, and in a cleanup. */
    public static final class WithCleanup implements Workflow<Order, Double> {
        @Override
        public Value<Double> define(Flow flow, Value<Order> order) {
            return flow.ensure(
                    () -> {
                        Value<List<Line>> lines = flow.call(SplitOrder.class, order);
                        FanOut<Priced> prices = flow.map(
                                        lines,
                                        (Value<Line> line) -> flow.ensure(
                                                () -> flow.call(PriceLine.class, line),
                                                () -> flow.call(Tag.class, line.get(Line::sku))))
                                .toleratePercent(10);
                        return flow.call(AddPrices.class, prices.collect());
                    },
                    () -> flow.ensure(
                            () -> flow.call(Echo.class, order.get(Order::id)),
                            () -> flow.call(Tag.class, order.get(Order::id))));
        }
    }

    /** A fold: each item has the result of the one before. */
    public static final class WorksInTurn implements Workflow<Order, Priced> {
        @Override
        public Value<Priced> define(Flow flow, Value<Order> order) {
            Value<List<Line>> lines = flow.call(SplitOrder.class, order);
            return flow.fold(lines, flow.value(new Priced("none", 0)), (before, line) -> flow.when(
                            flow.call(NeedsCare.class, order), () -> before, () -> flow.call(PriceLine.class, line))
                    .value());
        }
    }

    /** Loops: one whose rounds fit into an execution, and one whose rounds do not, with pauses. */
    public static final class WorksInRounds implements Workflow<Order, Order> {
        @Override
        public Value<Order> define(Flow flow, Value<Order> order) {
            Repeat<Order> few = flow.repeat(order, before -> flow.call(ReadOrder.class, before.get(Order::id)))
                    .until(after -> after.get(Order::urgent))
                    .atMost(20);
            return flow.repeat(few, before -> flow.call(ReadOrder.class, flow.call(Echo.class, before.get(Order::id))))
                    .until(after -> flow.call(NeedsCare.class, after))
                    .every(Duration.ofMinutes(1))
                    .atMost(10_000);
        }
    }

    /** A fan-out over a field of the input, for which a relay is added. */
    public static final class FanOutOverAField implements Workflow<Order, Double> {
        @Override
        public Value<Double> define(Flow flow, Value<Order> order) {
            return flow.call(
                    AddFew.class,
                    flow.map(order.get(Order::lines), PriceLine.class)
                            .concurrency(7)
                            .toList());
        }
    }

    /** Tasks that can take longer than an Express execution: Standard children. */
    public static final class StandardChildren implements Workflow<Order, Double> {
        @Override
        public Value<Double> define(Flow flow, Value<Order> order) {
            Value<List<Line>> lines = flow.call(SplitOrder.class, order);
            return flow.call(
                    AddPrices.class,
                    flow.map(lines, PriceLineSlowly.class).concurrency(10_000).collect());
        }
    }

    /** A promised width: the body is not emitted in distributed mode. */
    public static final class AtMost implements Workflow<Order, Double> {
        @Override
        public Value<Double> define(Flow flow, Value<Order> order) {
            Value<List<Line>> lines = flow.call(SplitOrder.class, order);
            return flow.call(
                    AddPrices.class,
                    flow.map(lines, PriceLine.class).atMost(10).sequential().collect());
        }
    }

    /** A pipeline without a barrier, read at each of its stages. */
    public static final class Pipeline implements Workflow<Order, Double> {
        @Override
        public Value<Double> define(Flow flow, Value<Order> order) {
            Value<List<Line>> lines = flow.call(SplitOrder.class, order);
            FanOut<Priced> priced = flow.map(lines, PriceLine.class).named("price");
            FanOut<Priced> rounded = priced.map(RoundPrice.class)
                    .named("round")
                    .retry(Retry.upTo(2))
                    .concurrency(100);
            Value<Double> exact = flow.call(AddPrices.class, priced.collect()).named("add exact");
            Value<Double> round = flow.call(AddPrices.class, rounded.collect()).named("add round");
            return flow.call(Shop.Add.class, flow.list(List.of(exact, round)));
        }
    }

    /** Failures as values. */
    public static final class Outcomes implements Workflow<Order, Double> {
        @Override
        public Value<Double> define(Flow flow, Value<Order> order) {
            Value<List<Line>> lines = flow.call(SplitOrder.class, order);
            return flow.call(AddOutcomes.class, flow.map(lines, PriceLine.class).outcomes());
        }
    }

    /** Tolerated failures in a body of several steps. */
    public static final class Tolerance implements Workflow<Order, Double> {
        @Override
        public Value<Double> define(Flow flow, Value<Order> order) {
            Value<List<Line>> lines = flow.call(SplitOrder.class, order);
            FanOut<Priced> prices = flow.map(
                            lines, line -> flow.call(RoundPrice.class, flow.call(PriceLine.class, line)))
                    .toleratePercent(12.5)
                    .named("price lines");
            return flow.call(AddPrices.class, prices.collect());
        }
    }

    /** The first successes of items, of nested items and of batches. */
    public static final class Winners implements Workflow<Order, List<Double>> {
        @Override
        public Value<List<Double>> define(Flow flow, Value<Order> order) {
            Value<List<Line>> lines = flow.call(SplitOrder.class, order);
            Value<List<Priced>> first = flow.map(lines, PriceLine.class).firstSuccesses(2);
            FanOut<Priced> nested = flow.mapIndexed(lines, (line, index) -> flow.map(lines, PriceLine.class)
                    .batch(10)
                    .named("price of others")
                    .any());
            return flow.list(List.of(flow.call(AddFew.class, first), flow.call(AddPrices.class, nested.collect())));
        }
    }

    /** Labels of items, of batches, of waits and of nested items. */
    public static final class WorksWithLabels implements Workflow<Order, Double> {
        @Override
        public Value<Double> define(Flow flow, Value<Order> order) {
            Value<List<Line>> lines = flow.call(SplitOrder.class, order);
            Value<List<String>> tags = order.get(Order::customer).get(Shop.Customer::tags);
            flow.map(lines, PriceLine.class).named("price in batches").batch(10).label(Line::sku);
            flow.map(lines, line -> {
                        flow.map(tags, Tag.class).label();
                        return flow.await("approve", Boolean.class).prompt(line);
                    })
                    .label(Line::quantity);
            return flow.call(
                    AddPrices.class,
                    flow.map(lines, PriceLine.class)
                            .label(Line::sku)
                            .tolerate(2)
                            .collect());
        }
    }

    /** Three nested fan-outs that capture values of each depth. */
    public static final class NestedMaps implements Workflow<List<String>, Double> {
        @Override
        public Value<Double> define(Flow flow, Value<List<String>> ids) {
            Value<Double> discount = flow.call(AddFew.class, flow.value(List.of(new Priced("none", 0.5))));
            FanOut<Double> sums = flow.map(ids, id -> {
                Value<Order> order = flow.call(ReadOrder.class, id);
                Value<List<Line>> lines = flow.call(SplitOrder.class, order);
                FanOut<Priced> prices = flow.mapIndexed(lines, (line, index) -> {
                    flow.map(order.get(Order::customer).get(Shop.Customer::tags), Tag.class);
                    Value<Priced> one = flow.call(PriceLineOf.class, flow.record(LineOf::new, line, order));
                    Value<Priced> other =
                            flow.call(PriceDiscounted.class, flow.record(Discounted::new, line, index, discount));
                    return flow.when(flow.call(NeedsCare.class, order), () -> one, () -> other)
                            .value();
                });
                return flow.call(AddPrices.class, prices.collect());
            });
            return flow.call(AddSums.class, sums.collect());
        }
    }

    /** Nested conditionals, with and without a value, inside and outside a body. */
    public static final class Conditionals implements Workflow<Order, String> {
        @Override
        public Value<String> define(Flow flow, Value<Order> order) {
            Value<Boolean> care = flow.call(NeedsCare.class, order);
            flow.when(
                            order.get(Order::urgent),
                            () -> flow.call(Echo.class, order.get(Order::id)).named("hurry"),
                            () -> order.get(Order::id))
                    .named("is it urgent");
            Value<String> text = flow.when(
                            care,
                            () -> flow.when(
                                            flow.call(NeedsCare.class, order).named("much care"),
                                            () -> flow.call(Echo.class, flow.value("a lot"))
                                                    .named("a lot"),
                                            () -> flow.value("a little"))
                                    .named("how much")
                                    .value(),
                            () -> flow.value("none"))
                    .named("care")
                    .value();
            flow.map(order.get(Order::lines), line -> {
                Value<Priced> price = flow.call(PriceLine.class, line).named("a price");
                return flow.when(care, () -> flow.call(RoundPrice.class, price).named("round it"), () -> price)
                        .named("round or not")
                        .value();
            });
            return flow.call(Echo.class, text).named("say");
        }
    }

    /** Every list function, at the root and in a body. */
    public static final class Lists implements Workflow<Order, String> {

        /** A line with its number. */
        public record Numbered(Line line, Integer number) {}

        /** A customer of a map, by name. */
        public record Named(String name, Integer age) {}

        /** A line that may be paid. */
        public record Checked(Line line, boolean paid) {}

        @Override
        public Value<String> define(Flow flow, Value<Order> order) {
            Value<List<Line>> lines = order.get(Order::lines);
            Call<List<Numbered>> numbered = flow.zip(Numbered::new, lines, flow.value(List.of(1, 2, 3)));
            FanOut<Priced> prices =
                    flow.map(numbered, (Value<Numbered> line) -> flow.call(PriceLine.class, line.get(Numbered::line))
                            .named("price of numbered"));
            Call<List<Numbered>> all =
                    flow.product(Numbered::new, lines, flow.range(3)).named("all numbers");
            flow.map(flow.chunks(all, 2), (Value<List<Numbered>> chunk) -> flow.map(
                            flow.chunks(chunk, 1), (Value<List<Numbered>> one) -> one)
                    .toList());
            Value<List<Checked>> checked = flow.value(List.of(new Checked(new Line("a", 1), true)));
            flow.map(flow.filter(checked, Checked::paid), (Value<Checked> line) -> flow.call(
                            PriceLine.class, line.get(Checked::line))
                    .named("price of paid"));
            flow.map(
                    flow.entries(Named::new, flow.value(Map.of("Ann", 30))),
                    (Value<Named> person) -> flow.call(Echo.class, person.get(Named::name)));
            Call<List<Priced>> flat = flow.flatten(flow.list(List.of(prices.toList(), prices.toList())))
                    .named("twice");
            flow.call(AddFew.class, flat);
            return order.get(Order::id);
        }
    }

    /** Parallel branches, at the root and in a body, with values that are used after them and a barrier. */
    public static final class SideBySide implements Workflow<Order, String> {
        @Override
        public Value<String> define(Flow flow, Value<Order> order) {
            Value<String> id = order.get(Order::id);
            Call<String> a = flow.call(Echo.class, id).named("a");
            Call<String> b = flow.call(Echo.class, id).named("b");
            Call<String> c = flow.call(Echo.class, a).named("c");
            Call<String> d = flow.call(Join.class, flow.list(List.of(a, b))).named("d");
            flow.map(order.get(Order::lines), line -> {
                Value<Priced> one = flow.call(PriceLine.class, line).named("one");
                Value<Priced> two = flow.call(PriceLine.class, line).named("two");
                return flow.call(AddFew.class, flow.list(List.of(one, two)));
            });
            return flow.call(Join.class, flow.list(List.of(c, d))).named("e");
        }
    }

    /** A Java loop that adds fan-outs, whose results are read by the prefix of their names. */
    public static final class StaticFanOut implements Workflow<List<String>, String> {
        @Override
        public Value<String> define(Flow flow, Value<List<String>> texts) {
            List<Value<String>> echoed = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                echoed.add(flow.call(Echo.class, flow.value("text " + i)).named("process " + i));
            }
            flow.map(texts, Echo.class).named("dynamic").after((Call<String>) echoed.get(1));
            return flow.call(Join.class, flow.resultsOf("process ", Echo.class)).named("join");
        }
    }

    /** A second fan-out over the results of the first, and a record as output. */
    public static final class FanOutOverFanIn implements Workflow<Order, Invoice> {
        @Override
        public Value<Invoice> define(Flow flow, Value<Order> order) {
            FanOut<Priced> prices = flow.map(order.get(Order::lines), PriceLine.class);
            FanOut<Priced> rounded =
                    flow.map(prices.toList(), RoundPrice.class).concurrency(3).group("rounding");
            Value<Invoice> invoice = flow.record(Invoice::new, order, rounded.collect());
            flow.call(WriteInvoice.class, invoice);
            return invoice;
        }
    }

    /** Names with letters of other scripts, digits, names of functions, and names that differ only in a space. */
    public static final class TrickyNames implements Workflow<String, String> {
        @Override
        public Value<String> define(Flow flow, Value<String> text) {
            List<Value<String>> calls = new ArrayList<>();
            for (String name : List.of(
                    "états",
                    "数える",
                    "states",
                    "string",
                    "true",
                    "1",
                    "n1",
                    "a 1",
                    "a",
                    "a_1",
                    "ab",
                    "x".repeat(60),
                    "数".repeat(60))) {
                calls.add(flow.call(Echo.class, text).named(name));
            }
            return flow.call(Join.class, flow.list(calls)).named("join");
        }

        @Override
        public String name() {
            return "names";
        }
    }

    /** Constants that look like expressions. */
    public static final class Constants implements Workflow<String, String> {
        @Override
        public Value<String> define(Flow flow, Value<String> text) {
            return flow.call(
                    Join.class,
                    flow.value(List.of(
                            "{% $states.input %}",
                            "{%", "%}", "a {% b %} c", "\"'\\\n\u2028", "${Table}", "$.path", "")));
        }
    }

    /** Empty bodies, and one that returns a captured value. */
    public static final class EmptyBodies implements Workflow<List<String>, String> {
        @Override
        public Value<String> define(Flow flow, Value<List<String>> texts) {
            Value<String> outside = flow.call(Echo.class, flow.value("outside"));
            flow.map(texts, text -> text).named("nothing");
            Value<List<String>> same = flow.<String, String>map(texts, text -> outside)
                    .named("same")
                    .toList();
            return flow.call(Join.class, same);
        }
    }
}
