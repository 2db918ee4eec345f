package dev.anabranch.embedded.internal.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.embedded.internal.cloud.World.Count;
import dev.anabranch.embedded.internal.cloud.World.Square;
import dev.anabranch.engine.metering.Meter.TransitionKind;
import dev.anabranch.translate.internal.plan.Target;
import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares the documented costs of the items of fan-outs that can end early with what the embedded cloud counts. */
final class EarlyEndCostsTest {

    private static final Path PAGE = Path.of("..", "..", "functions", "RECORDS.md");

    private static final int FEW = 20;
    private static final int MORE = 40;

    @TempDir
    private Path scratch;

    @AfterEach
    void clear() {
        World.BAD.clear();
    }

    /** A fan-out that reads its items in a way that depends on their number. */
    private record Items(int width, boolean first, ObjIntConsumer<FanOut<Long>> options)
            implements Workflow<Long, Object> {
        @Override
        public String name() {
            return "items";
        }

        @Override
        @SuppressWarnings("unchecked") // The output may have any type.
        public Value<Object> define(Flow flow, Value<Long> number) {
            FanOut<Long> items = flow.map(flow.call(Count.class, number), Square.class);
            options.accept(items, width);
            return (Value<Object>) (Value<?>) (first ? items.firstSuccesses(width) : items.collect());
        }
    }

    /** Returns the writes, write units and state transitions of one more item. */
    private String ofItem(boolean first, ObjIntConsumer<FanOut<Long>> options) {
        Metered few = Metered.run(new Items(FEW, first, options), FEW, Target.AWS, scratch)
                .meter();
        Metered more = Metered.run(new Items(MORE, first, options), MORE, Target.AWS, scratch)
                .meter();
        double items = MORE - FEW;
        double writes = (more.requests("UpdateItem") - few.requests("UpdateItem")) / items;
        double units = (more.writeUnits() - few.writeUnits()) / items;
        double transitions = (more.transitions(TransitionKind.STATE) - few.transitions(TransitionKind.STATE)) / items;
        return "%.0f | %.0f | %.0f".formatted(writes, units, transitions);
    }

    @Test
    void thePageSaysWhatAnItemCosts() throws IOException {
        Map<String, String> measured = new LinkedHashMap<>();
        measured.put("succeeds", ofItem(false, (items, width) -> {}));
        measured.put("succeeds, with `firstSuccesses`", ofItem(true, (items, width) -> {}));
        measured.put("succeeds, with `tolerate`", ofItem(false, (items, width) -> items.tolerate(width)));
        LongStream.range(0, MORE).forEach(World.BAD::add);
        measured.put("fails, with `toleratePercent(100)`", ofItem(false, (items, width) -> items.toleratePercent(100)));
        measured.put("fails, with `tolerate`", ofItem(false, (items, width) -> items.tolerate(width)));

        assertThat(documented()).isEqualTo(measured);
    }

    private static Map<String, String> documented() throws IOException {
        Map<String, String> rows = new LinkedHashMap<>();
        boolean inside = false;
        for (String line : Files.readAllLines(PAGE)) {
            boolean head = line.startsWith("| an item that |");
            inside = head || (inside && line.startsWith("|"));
            if (inside && !head && !line.startsWith("|-")) {
                String[] cells = line.substring(2, line.length() - 2).split(" \\| ", 2);
                rows.put(cells[0], cells[1]);
            }
        }
        return rows;
    }
}
