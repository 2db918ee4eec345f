package dev.anabranch.translate.check;

import dev.anabranch.task.Outcome;
import dev.anabranch.translate.sample.Defined;
import dev.anabranch.translate.sample.Shop.AddPrices;
import dev.anabranch.translate.sample.Shop.Line;
import dev.anabranch.translate.sample.Shop.NeedsCare;
import dev.anabranch.translate.sample.Shop.Order;
import dev.anabranch.translate.sample.Shop.PriceLine;
import dev.anabranch.translate.sample.Shop.Priced;
import dev.anabranch.translate.sample.Shop.RoundPrice;
import dev.anabranch.translate.sample.Shop.SplitOrder;
import dev.anabranch.workflow.Call;
import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Retry;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Examples of the rules about options. */
final class OptionExamples {

    private OptionExamples() {}

    private static Workflow<?, ?> call(UnaryOperator<Call<Boolean>> options) {
        return Defined.by((flow, order) -> options.apply(flow.call(NeedsCare.class, order)));
    }

    private static Workflow<?, ?> map(UnaryOperator<FanOut<Priced>> options) {
        return Defined.by((flow, order) -> flow.call(
                AddPrices.class,
                options.apply(flow.map(order.get(Order::lines), PriceLine.class))
                        .collect()));
    }

    static final class LabelType implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return Defined.by((flow, order) ->
                    flow.map(order.get(Order::lines), PriceLine.class).label().collect());
        }

        @Override
        public Workflow<?, ?> accepted() {
            return Defined.by((flow, order) -> flow.map(order.get(Order::lines), PriceLine.class)
                    .label(Line::quantity)
                    .collect());
        }
    }

    static final class LabelField implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return Defined.by((flow, order) -> flow.map(order.get(Order::lines), PriceLine.class)
                    .label(Priced::sku)
                    .collect());
        }

        @Override
        public Workflow<?, ?> accepted() {
            return Defined.by((flow, order) -> flow.map(order.get(Order::lines), PriceLine.class)
                    .label(Line::sku)
                    .collect());
        }
    }

    static final class TimeoutRange implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return call(call -> call.timeout(Duration.ofSeconds(1_801)));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return call(call -> call.timeout(Duration.ofMinutes(15)));
        }
    }

    static final class TimeoutRegion implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return call(call -> call.timeout(Duration.ofMinutes(30)));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return call(call -> call.timeout(Duration.ofMinutes(15)));
        }
    }

    static final class WaitRange implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return sleep(Duration.ofDays(366));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return sleep(Duration.ofDays(365));
        }

        static Workflow<?, ?> sleep(Duration duration) {
            return Defined.by((flow, order) -> flow.call(NeedsCare.class, order).after(flow.sleep(duration)));
        }
    }

    static final class AwaitTimeout implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return await(Duration.ZERO);
        }

        @Override
        public Workflow<?, ?> accepted() {
            return await(Duration.ofDays(365));
        }

        private static Workflow<?, ?> await(Duration timeout) {
            return Defined.by((flow, order) ->
                    flow.await("approve", Priced.class).prompt(order).timeout(timeout));
        }
    }

    static final class CallbackHeartbeat implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return beating(Duration.ofHours(1));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return beating(Duration.ofMinutes(59));
        }

        private static Workflow<?, ?> beating(Duration interval) {
            return Defined.by((flow, order) -> flow.callback(NeedsCare.class, order, Priced.class)
                    .timeout(Duration.ofHours(1))
                    .heartbeat(interval));
        }
    }

    static final class WaitRetention implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return WaitRange.sleep(Duration.ofDays(31));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return WaitRange.sleep(Duration.ofDays(30));
        }
    }

    static final class MemoryRange implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return call(call -> call.memory(127));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return call(call -> call.memory(128));
        }
    }

    static final class CacheVersion implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return call(call -> call.cache(""));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return call(call -> call.cache("2"));
        }
    }

    static final class CacheTtl implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return call(call -> call.cache("2", Duration.ZERO));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return call(call -> call.cache("2", Duration.ofDays(30)));
        }
    }

    static final class RetryCount implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return call(call -> call.retry(Retry.upTo(101)));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return call(call -> call.retry(Retry.upTo(100)));
        }
    }

    static final class RetryPolicies implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return call(call -> call.retry(policies(5)));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return call(call -> call.retry(policies(4)));
        }

        private static Retry[] policies(int count) {
            return IntStream.range(0, count)
                    .mapToObj(i -> Retry.upTo(1).on("shop.Error" + i))
                    .toArray(Retry[]::new);
        }
    }

    static final class RetryUnreachable implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return call(call -> call.retry(Retry.upTo(1), Retry.upTo(5).on(IOException.class)));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return call(call -> call.retry(Retry.upTo(5).on(IOException.class), Retry.upTo(1)));
        }
    }

    static final class RetryErrorName implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return call(call -> call.retry(Retry.upTo(1).on("Throttled", "Anabranch.Timeouts")));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return call(call -> call.retry(Retry.upTo(1).on("shop.Throttled", "Anabranch.Timeout")));
        }
    }

    static final class RetryInterval implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return call(call -> call.retry(Retry.upTo(1).backoff(Duration.ZERO, 2)));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return call(call -> call.retry(Retry.upTo(1).backoff(Duration.ofSeconds(1), 2)));
        }
    }

    static final class RetryRate implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return call(call -> call.retry(Retry.upTo(1).backoff(Duration.ofSeconds(1), Double.NaN)));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return call(call -> call.retry(Retry.upTo(1).backoff(Duration.ofSeconds(1), 1)));
        }
    }

    static final class RetryMaxDelay implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return call(call -> call.retry(Retry.upTo(1).maxDelay(Duration.ofDays(366))));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return call(call ->
                    call.retry(Retry.upTo(1).maxDelay(Duration.ofDays(366).minusSeconds(1))));
        }
    }

    public record PricedLine(Line line, Priced price) {}

    public record LineWithOutcome(Line line, Outcome<Priced> price) {}

    static final class ZipOfTolerated implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return Defined.by((flow, order) -> flow.zip(
                    PricedLine::new,
                    order.get(Order::lines),
                    flow.map(order.get(Order::lines), PriceLine.class)
                            .tolerate(1)
                            .collect()));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return Defined.by((flow, order) -> flow.zip(
                    LineWithOutcome::new,
                    order.get(Order::lines),
                    flow.map(order.get(Order::lines), PriceLine.class)
                            .tolerate(1)
                            .outcomes()));
        }
    }

    static final class ConcurrencyRange implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return map(lines -> lines.concurrency(0));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return map(lines -> lines.concurrency(10_000));
        }
    }

    static final class BatchRange implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return map(lines -> lines.batch(0));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return map(lines -> lines.batch(20));
        }
    }

    static final class BatchThreads implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return map(lines -> lines.batch(20, 21));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return map(lines -> lines.batch(20, 20));
        }
    }

    static final class BatchOfSteps implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return map(lines -> lines.batch(20).map(RoundPrice.class));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return map(lines -> lines.batch(20));
        }
    }

    static final class AtMostRange implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return map(lines -> lines.atMost(-1));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return map(lines -> lines.atMost(1));
        }
    }

    static final class AtMostTooSmall implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return atMost(2);
        }

        @Override
        public Workflow<?, ?> accepted() {
            return atMost(3);
        }

        private static Workflow<?, ?> atMost(int items) {
            return Defined.by((flow, order) -> flow.call(
                    AddPrices.class,
                    flow.map(flow.value(List.of(line(1), line(2), line(3))), PriceLine.class)
                            .atMost(items)
                            .collect()));
        }

        private static Line line(int quantity) {
            return new Line("sku", quantity);
        }
    }

    static final class ToleranceRange implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return map(lines -> lines.toleratePercent(100.5));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return map(lines -> lines.toleratePercent(100));
        }
    }

    static final class FirstSuccessesRange implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return first(lines -> lines.firstSuccesses(0));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return first(lines -> lines.firstSuccesses(1));
        }
    }

    static final class FirstSuccessesTooMany implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return first(lines -> lines.atMost(2).firstSuccesses(3));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return first(lines -> lines.atMost(3).firstSuccesses(3));
        }
    }

    static final class FirstSuccessesTolerance implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return first(lines -> lines.tolerate(1).any());
        }

        @Override
        public Workflow<?, ?> accepted() {
            return first(FanOut::any);
        }
    }

    static final class FirstSuccessesCollected implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return first(lines -> {
                lines.any();
                return lines.collect();
            });
        }

        @Override
        public Workflow<?, ?> accepted() {
            return first(FanOut::any);
        }
    }

    static final class FirstSuccessesTwice implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return first(lines -> {
                lines.any();
                return lines.firstSuccesses(2);
            });
        }

        @Override
        public Workflow<?, ?> accepted() {
            return first(lines -> lines.firstSuccesses(2));
        }
    }

    private static Workflow<?, ?> first(Function<FanOut<Priced>, Value<?>> end) {
        return Defined.by((flow, order) -> end.apply(flow.map(order.get(Order::lines), PriceLine.class)));
    }

    static final class OptionOnBody implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return Defined.by(
                    (flow, order) -> flow.map(order.get(Order::lines), line -> flow.call(PriceLine.class, line))
                            .retry(Retry.upTo(1))
                            .collect());
        }

        @Override
        public Workflow<?, ?> accepted() {
            return Defined.by(
                    (flow, order) -> flow.map(order.get(Order::lines), line -> flow.call(PriceLine.class, line)
                                    .retry(Retry.upTo(1)))
                            .collect());
        }
    }

    static final class ConcurrencyQuota implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return nested(20, 51);
        }

        @Override
        public Workflow<?, ?> accepted() {
            return nested(20, 50);
        }
    }

    static final class MapRunsQuota implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return nested(1_000, 1, 1);
        }

        @Override
        public Workflow<?, ?> accepted() {
            return nested(998, 1, 1);
        }
    }

    /** Nested fan-outs, the outermost first. */
    private static Workflow<?, ?> nested(int... concurrency) {
        return Defined.by((flow, order) -> nested(flow, order, concurrency, 0));
    }

    private static Value<?> nested(Flow flow, Value<Order> order, int[] concurrency, int depth) {
        Value<List<Line>> lines = flow.call(SplitOrder.class, order);
        return depth == concurrency.length - 1
                ? flow.map(lines, PriceLine.class)
                        .concurrency(concurrency[depth])
                        .collect()
                : flow.<Line, Object>map(lines, line -> nested(flow, order, concurrency, depth + 1))
                        .concurrency(concurrency[depth])
                        .collect();
    }
}
