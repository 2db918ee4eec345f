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

final class SnapStartPrimingTest {

    private final MemoryActionStore actions = new MemoryActionStore();
    private final List<String> log = new ArrayList<>();
    private final SnapStartPriming priming =
            new SnapStartPriming(actions, SnapStartPrimingTest::host, InstantSource.fixed(Bench.NOW), log::add);

    private static ActionHost host(ActionStore store) {
        return new Bench(store, new MemoryPayloadStore(), Runnable::run, Path.of("")).host();
    }

    @Test
    void callsTheStoreOnceAndStoresNothing() {
        priming.beforeCheckpoint(Core.getGlobalContext());

        assertThat(log).isEmpty();
        assertThat(actions.writes()).isEqualTo(1);
        assertThat(actions.read(new RecordKey("snapstart", "-"))).isEmpty();
    }

    @Test
    void failureOfTheStoreIsLoggedAndNotThrown() {
        actions.fail("no such table");

        priming.beforeCheckpoint(Core.getGlobalContext());

        assertThat(log).singleElement().asString().contains("first actions will be slower", "no such table");
    }
}
