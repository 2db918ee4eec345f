package dev.anabranch.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Assertions on actions whose items have labels. */
@ExtendWith(AnabranchExtension.class)
final class LabelScenarioTest {

    public record Order(String number, int units) {}

    public static final class Ship implements Task<Order, Integer> {
        @Override
        public Integer run(Order order, TaskContext context) {
            if (order.units() == 0) {
                throw new IllegalStateException("nothing to ship");
            }
            return order.units();
        }
    }

    public static final class Orders implements Task<List<Order>, List<Order>> {
        @Override
        public List<Order> run(List<Order> orders, TaskContext context) {
            return orders;
        }
    }

    private static final class Shipping implements Workflow<List<Order>, List<Integer>> {
        @Override
        public Value<List<Integer>> define(Flow flow, Value<List<Order>> orders) {
            return flow.map(flow.call(Orders.class, orders), Ship.class)
                    .label(Order::number)
                    .toList();
        }
    }

    @Test
    void actionsAreFoundByTheirLabels(Scenarios scenarios) {
        TestRun<List<Integer>> run = scenarios
                .of(new Shipping())
                .run(List.of(new Order("4711", 1), new Order("4712", 2), new Order("4712", 3)));

        assertThat(run).labelled("ship", "4711").hasLabel("4711").returned(1);
        assertThat(run.action("ship", 1)).hasToString("ship[1] \"4712\"");
        assertThatThrownBy(() -> run.labelled("ship", "4712"))
                .hasMessageContaining("has started several actions of ship with the label \"4712\"");
        assertThatThrownBy(() -> run.labelled("ship", "4713"))
                .hasMessageContaining(
                        "has started no action of ship with the label \"4713\", but these of that node: [ship[0]");
    }

    @Test
    void failureNamesTheLabel(Scenarios scenarios) {
        TestRun<List<Integer>> run = scenarios.of(new Shipping()).run(List.of(new Order("4711", 0)));

        assertThat(run.failure().orElseThrow().label()).isEqualTo("4711");
        assertThatThrownBy(() -> assertThat(run).succeeded())
                .hasMessageContaining("FAILED at ship[0 \"4711\"]: java.lang.IllegalStateException: nothing to ship");
    }
}
