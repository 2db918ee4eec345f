package dev.anabranch.translate.check;

import dev.anabranch.translate.sample.Defined;
import dev.anabranch.translate.sample.Shop.AddFew;
import dev.anabranch.translate.sample.Shop.Echo;
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
import dev.anabranch.workflow.Step;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import dev.anabranch.workflow.internal.trace.TracedWorkflow;
import java.util.ArrayList;
import java.util.List;

/** Examples of the rules about the visibility of values and about waits. */
final class ScopeExamples {

    private ScopeExamples() {}

    static final class ValueOutOfScope implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return Defined.by((flow, order) -> {
                List<Value<Priced>> leaked = new ArrayList<>();
                flow.map(order.get(Order::lines), line -> {
                    leaked.add(flow.call(PriceLine.class, line));
                    return leaked.get(0);
                });
                return flow.call(RoundPrice.class, leaked.get(0));
            });
        }

        @Override
        public Workflow<?, ?> accepted() {
            return Defined.by((flow, order) -> flow.map(
                            order.get(Order::lines),
                            line -> flow.call(RoundPrice.class, flow.call(PriceLine.class, line)))
                    .collect());
        }
    }

    static final class AfterOutOfScope implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return Defined.by((flow, order) -> {
                List<Step> leaked = new ArrayList<>();
                FanOut<Priced> prices = flow.map(order.get(Order::lines), line -> {
                    Call<Priced> price = flow.call(PriceLine.class, line);
                    leaked.add(price);
                    return price;
                });
                return flow.list(List.of(flow.call(NeedsCare.class, order).after(leaked.get(0)), prices.toList()));
            });
        }

        @Override
        public Workflow<?, ?> accepted() {
            return Defined.by((flow, order) -> {
                FanOut<Priced> prices = flow.map(order.get(Order::lines), line -> flow.call(PriceLine.class, line));
                return flow.list(List.of(flow.call(NeedsCare.class, order).after(prices), prices.toList()));
            });
        }
    }

    static final class Circle implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return Defined.by((flow, order) -> {
                Call<Boolean> first = flow.call(NeedsCare.class, order).named("first");
                Call<Boolean> second =
                        flow.call(NeedsCare.class, order).named("second").after(first);
                return first.after(second);
            });
        }

        @Override
        public Workflow<?, ?> accepted() {
            return Defined.by((flow, order) -> {
                Call<Boolean> first = flow.call(NeedsCare.class, order).named("first");
                return first.after(flow.call(NeedsCare.class, order).named("second"));
            });
        }
    }

    static final class StageElsewhere implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return Defined.by((flow, order) -> {
                FanOut<Priced> prices = flow.map(order.get(Order::lines), PriceLine.class);
                return flow.when(
                                flow.call(NeedsCare.class, order),
                                () -> prices.map(RoundPrice.class).toList(),
                                prices::toList)
                        .value();
            });
        }

        @Override
        public Workflow<?, ?> accepted() {
            return Defined.by((flow, order) -> {
                FanOut<Priced> prices = flow.map(order.get(Order::lines), PriceLine.class);
                return flow.when(
                                flow.call(NeedsCare.class, order),
                                () -> flow.map(prices.toList(), RoundPrice.class)
                                        .toList(),
                                prices::toList)
                        .value();
            });
        }
    }

    static final class ForeignValue implements Example {
        @Override
        public Workflow<?, ?> refused() {
            List<Value<Order>> leaked = new ArrayList<>();
            Workflow<?, ?> other = Defined.by((flow, order) -> {
                leaked.add(order);
                return order;
            });
            return Defined.by((flow, order) -> {
                TracedWorkflow.of(other);
                return flow.call(NeedsCare.class, leaked.get(0));
            });
        }

        @Override
        public Workflow<?, ?> accepted() {
            return Defined.by((flow, order) -> flow.call(NeedsCare.class, order));
        }
    }

    static final class ForeignStep implements Example {
        @Override
        public Workflow<?, ?> refused() {
            List<Step> leaked = new ArrayList<>();
            Workflow<?, ?> other = Defined.by((flow, order) -> {
                Call<Boolean> call = flow.call(NeedsCare.class, order);
                leaked.add(call);
                return call;
            });
            return Defined.by((flow, order) -> {
                TracedWorkflow.of(other);
                return flow.call(NeedsCare.class, order).after(leaked.get(0));
            });
        }

        @Override
        public Workflow<?, ?> accepted() {
            return Defined.by(
                    (flow, order) -> flow.call(NeedsCare.class, order).after(flow.call(SplitOrder.class, order)));
        }
    }

    static final class FanOutWithoutWork implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return Defined.by((flow, order) -> {
                flow.map(order.get(Order::lines), line -> line);
                return order;
            });
        }

        @Override
        public Workflow<?, ?> accepted() {
            return Defined.by((flow, order) -> {
                flow.map(order.get(Order::lines), PriceLine.class);
                return order;
            });
        }
    }

    static final class ResultsUnused implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return Defined.by((flow, order) -> {
                flow.map(order.get(Order::lines), PriceLine.class);
                return order;
            });
        }

        @Override
        public Workflow<?, ?> accepted() {
            return Defined.by((flow, order) ->
                    flow.map(order.get(Order::lines), PriceLine.class).collect());
        }
    }

    static final class Barrier implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return Defined.by((flow, order) -> crossed(flow, order, true));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return Defined.by((flow, order) -> crossed(flow, order, false));
        }

        private static Value<?> crossed(Flow flow, Value<Order> order, boolean needsBoth) {
            Value<List<Line>> lines = flow.call(SplitOrder.class, order);
            Value<Boolean> care = flow.call(NeedsCare.class, order);
            Value<Priced> price =
                    flow.call(PriceLine.class, flow.value(new Line("one", 1))).after((Call<List<Line>>) lines);
            Call<String> echo = flow.call(Echo.class, order.get(Order::id)).after((Call<Boolean>) care);
            return flow.list(List.of(price, needsBoth ? echo.after((Call<List<Line>>) lines) : echo));
        }
    }

    static final class NoSuchResults implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return Defined.by((flow, order) -> flow.resultsOf("price ", AddFew.class));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return Defined.by((flow, order) -> {
                flow.call(AddFew.class, flow.value(List.of())).named("price 1");
                return flow.resultsOf("price ", AddFew.class);
            });
        }
    }
}
