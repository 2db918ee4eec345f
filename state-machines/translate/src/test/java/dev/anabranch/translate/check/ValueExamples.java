package dev.anabranch.translate.check;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.translate.sample.Defined;
import dev.anabranch.translate.sample.Shop.Echo;
import dev.anabranch.translate.sample.Shop.Invoice;
import dev.anabranch.translate.sample.Shop.Join;
import dev.anabranch.translate.sample.Shop.LineOf;
import dev.anabranch.translate.sample.Shop.NeedsCare;
import dev.anabranch.translate.sample.Shop.Order;
import dev.anabranch.translate.sample.Shop.PriceLine;
import dev.anabranch.translate.sample.Shop.PriceLineOf;
import dev.anabranch.workflow.Call;
import dev.anabranch.workflow.Step;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import dev.anabranch.workflow.internal.graph.DefinitionCaller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Examples of the rules about tasks, constants and records. */
final class ValueExamples {

    private ValueExamples() {}

    /** A task without a public constructor. */
    static final class Hidden implements Task<Order, Boolean> {
        @Override
        public Boolean run(Order order, TaskContext context) {
            return order.urgent();
        }
    }

    /** A task that does not declare its types. */
    public static final class Open<T> implements Task<T, T> {
        @Override
        public T run(T input, TaskContext context) {
            return input;
        }
    }

    static final class TaskNotInstantiable implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return Defined.by((flow, order) -> flow.call(Hidden.class, order));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return Defined.by((flow, order) -> flow.call(NeedsCare.class, order));
        }
    }

    static final class TaskTypesUnknown implements Example {
        @Override
        @SuppressWarnings({"unchecked", "rawtypes"}) // That is what it takes to get past the compiler.
        public Workflow<?, ?> refused() {
            return Defined.by((flow, order) -> flow.call((Class) Open.class, order));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return Defined.by((flow, order) -> flow.call(NeedsCare.class, order));
        }
    }

    static final class ConstantNotJson implements Example {
        @Override
        public Workflow<?, ?> refused() {
            List<Object> inItself = new ArrayList<>();
            inItself.add(inItself);
            return Defined.by((flow, order) -> flow.value(inItself));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return Defined.by((flow, order) -> flow.value(List.of(1, 2, 3)));
        }
    }

    /** A task whose output holds a function. */
    public static final class Deferred implements Task<Order, Supplier<String>> {
        @Override
        public Supplier<String> run(Order order, TaskContext context) {
            return order::id;
        }
    }

    static final class TypeCannotTravel implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return Defined.by((flow, order) -> flow.call(Deferred.class, order));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return Defined.by((flow, order) -> flow.call(NeedsCare.class, order));
        }
    }

    static final class ValueAsText implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return Defined.by((flow, order) -> flow.call(Echo.class, flow.value("order " + order.get(Order::id))));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return Defined.by((flow, order) -> flow.call(Echo.class, order.get(Order::id)));
        }
    }

    static final class ValueCompared implements Example {
        @Override
        @SuppressWarnings("EqualsIncompatibleType") // This is the mistake.
        public Workflow<?, ?> refused() {
            return Defined.by((flow, order) ->
                    order.get(Order::id).equals("rush") ? flow.call(NeedsCare.class, order) : flow.value(false));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return Defined.by((flow, order) -> flow.when(
                            order.get(Order::urgent), () -> flow.call(NeedsCare.class, order), () -> flow.value(false))
                    .value());
        }
    }

    static final class ValueInConstant implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return Defined.by((flow, order) -> flow.value(List.of("order", order.get(Order::id))));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return Defined.by((flow, order) -> flow.list(List.of(flow.value("order"), order.get(Order::id))));
        }
    }

    static final class ConstantSize implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return Defined.by((flow, order) -> flow.call(Echo.class, flow.value("x".repeat(32 * 1024 - 1))));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return Defined.by((flow, order) -> flow.call(Echo.class, flow.value("x".repeat(32 * 1024 - 2))));
        }
    }

    static final class ConstantNumber implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return Defined.by((flow, order) -> flow.value((1L << 53) + 1));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return Defined.by((flow, order) -> flow.value(1L << 53));
        }
    }

    static final class NotARecordConstructor implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return Defined.by((flow, order) -> flow.map(
                            order.get(Order::lines),
                            line -> flow.call(PriceLineOf.class, flow.record((a, b) -> new LineOf(a, b), line, order)))
                    .collect());
        }

        @Override
        public Workflow<?, ?> accepted() {
            return Defined.by((flow, order) -> flow.map(
                            order.get(Order::lines),
                            line -> flow.call(PriceLineOf.class, flow.record(LineOf::new, line, order)))
                    .collect());
        }
    }

    static final class NotAnAccessor implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return Defined.by((flow, order) -> flow.call(Echo.class, order.get(value -> value.id())));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return Defined.by((flow, order) -> flow.call(Echo.class, order.get(Order::id)));
        }
    }

    static final class DefineThrew implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return Defined.by((flow, order) ->
                    flow.call(Echo.class, flow.value(Optional.<String>empty().orElseThrow())));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return Defined.by((flow, order) -> flow.call(Echo.class, flow.value("a")));
        }
    }

    static final class DefineOverdue implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return Defined.by((flow, order) -> {
                throw new DefinitionCaller.Overdue(
                        Duration.ofSeconds(10), Thread.currentThread().getStackTrace());
            });
        }

        @Override
        public Workflow<?, ?> accepted() {
            return Defined.by((flow, order) -> order);
        }
    }

    static final class TooManyNodes implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return echoes(10_001);
        }

        @Override
        public Workflow<?, ?> accepted() {
            return echoes(3);
        }

        private static Workflow<?, ?> echoes(int nodes) {
            return Defined.by((flow, order) -> {
                Value<String> last = flow.value("a");
                for (int i = 0; i < nodes; i++) {
                    last = flow.call(Echo.class, last);
                }
                return last;
            });
        }
    }

    static final class MissingValue implements Example {
        @Override
        @SuppressWarnings("NullAway") // Workflows may be written without null checks.
        public Workflow<?, ?> refused() {
            return Defined.by((flow, order) -> null);
        }

        @Override
        public Workflow<?, ?> accepted() {
            return Defined.by((flow, order) -> flow.record(
                    Invoice::new,
                    order,
                    flow.map(order.get(Order::lines), PriceLine.class).collect()));
        }
    }

    static final class DefinitionSize implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return echoes(1000);
        }

        @Override
        public Workflow<?, ?> accepted() {
            return echoes(100);
        }
    }

    static final class PayloadSize implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return inspected(300);
        }

        @Override
        public Workflow<?, ?> accepted() {
            return inspected(30);
        }

        /** Conditions of parallel conditionals are passed together, because only states can read them. */
        private static Workflow<?, ?> inspected(int conditions) {
            return Defined.by((flow, order) -> {
                List<Call<Boolean>> decided = new ArrayList<>();
                for (int i = 0; i < conditions; i++) {
                    decided.add(flow.call(NeedsCare.class, order));
                }
                Step all = flow.call(NeedsCare.class, order).named("all").after(decided.toArray(Step[]::new));
                decided.forEach(condition ->
                        flow.when(condition, () -> order, () -> order).after(all));
                return order;
            });
        }
    }

    private static Workflow<?, ?> echoes(int calls) {
        return Defined.by((flow, order) -> {
            Value<String> text = order.get(Order::id);
            for (int i = 0; i < calls; i++) {
                text = flow.call(Echo.class, text);
            }
            return flow.call(Join.class, flow.list(List.of(text)));
        });
    }
}
