package dev.anabranch.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.runtime.internal.action.Bench;
import dev.anabranch.runtime.internal.action.MemoryActionStore;
import dev.anabranch.runtime.internal.action.MemoryPayloadStore;
import dev.anabranch.runtime.internal.invoke.ActionHost;
import dev.anabranch.runtime.internal.record.ActionStore;
import dev.anabranch.runtime.internal.wire.RecordKey;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.crac.Core;
import org.junit.jupiter.api.Test;

final class RehearsalTest {

    private final MemoryActionStore actions = new MemoryActionStore();
    private final List<String> complaints = new ArrayList<>();
    private final Rehearsal rehearsal =
            new Rehearsal(actions, RehearsalTest::host, InstantSource.fixed(Bench.NOW), complaints::add);

    private static ActionHost host(ActionStore stage) {
        return new Bench(stage, new MemoryPayloadStore(), Runnable::run, Path.of("")).host();
    }

    @Test
    void asksTheStoreOnceAndLeavesNothingThere() {
        rehearsal.beforeCheckpoint(Core.getGlobalContext());

        assertThat(complaints).isEmpty();
        assertThat(actions.writes()).isEqualTo(1);
        assertThat(actions.read(new RecordKey("snapstart", "-"))).isEmpty();
    }

    @Test
    void aStoreThatDoesNotAnswerKeepsNoVersionFromBeingPublished() {
        actions.fail("no such table");

        rehearsal.beforeCheckpoint(Core.getGlobalContext());

        assertThat(complaints).singleElement().asString().contains("first actions will be slower", "no such table");
    }
}
