package dev.anabranch.runtime.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AdoptionPlanTest {

    private static PathSet paths(List<Long> parents, long... ranges) {
        PathSet paths = new PathSet();
        for (int i = 0; i < ranges.length; i += 2) {
            paths.addRange(parents, ranges[i], ranges[i + 1]);
        }
        return paths;
    }

    @Test
    void isReadFromItsJson() {
        PathSet all = new PathSet();
        all.add(List.of());
        PathSet nested = paths(List.of(3L, 17L), 0, 4, 9, 9);
        nested.addAll(paths(List.of(), 7, 8));
        AdoptionPlan plan = new AdoptionPlan(
                "run-1",
                Map.of("all", all, "some", nested),
                Map.of("one", paths(List.of(), 5, 5)),
                Set.of("start of run"),
                true);

        AdoptionPlan read = AdoptionPlan.parse(plan.toJson());

        assertThat(read).isEqualTo(plan);
        assertThat(read.adopts("all", List.of())).isFalse();
        assertThat(read.adopts("all", List.of(1L, 2L))).isFalse();
        assertThat(read.adopts("some", List.of(3L, 17L, 4L))).isFalse();
        assertThat(read.adopts("some", List.of(3L, 17L, 5L))).isTrue();
        assertThat(read.adopts("some", List.of(8L, 0L, 0L))).isFalse();
        assertThat(read.adopts("another", List.of(8L))).isTrue();
        assertThat(read.adopts("start of run", List.of(8L))).isFalse();
        assertThat(read.ignoresCache("one", List.of(5L))).isTrue();
        assertThat(read.ignoresCache("some", List.of(7L))).isFalse();
    }

    @Test
    void adjacentRangesAreMerged() {
        PathSet paths = paths(List.of(), 5, 6, 0, 1, 2, 4, 9, 12, 10, 11);

        assertThat(paths).hasToString("[:0-6, :9-12]");
    }

    @Test
    void truncatedPathAddsTheWholePath() {
        PathSet cut = new PathSet();
        cut.addAllTruncated(paths(List.of(3L), 5, 6), 1);
        cut.addAllTruncated(paths(List.of(), 8, 9), 1);

        assertThat(cut).hasToString("[:3-3, :8-9]");
        PathSet root = new PathSet();
        root.addAllTruncated(cut, 0);
        assertThat(root.isAll()).isTrue();
    }

    @Test
    void orderOfAdditionsDoesNotMatter() {
        long seed = 20_261_121L;
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            PathSet paths = new PathSet();
            Set<List<Long>> added = new HashSet<>();
            for (int i = random.nextInt(12); i >= 0; i--) {
                List<Long> parents = random.nextBoolean() ? List.of() : List.of((long) random.nextInt(4));
                long first = random.nextInt(12);
                long last = first + random.nextInt(5);
                paths.addRange(parents, first, last);
                for (long index = first; index <= last; index++) {
                    added.add(parents.isEmpty() ? List.of(index) : List.of(parents.get(0), index));
                }
            }
            for (long outer = 0; outer < 18; outer++) {
                boolean whole = added.contains(List.of(outer));
                assertThat(paths.contains(List.of(outer))).as("seed %d", seed).isEqualTo(whole);
                for (long inner = 0; inner < 18; inner++) {
                    assertThat(paths.contains(List.of(outer, inner)))
                            .as("seed %d, round %d, %d.%d", seed, round, outer, inner)
                            .isEqualTo(whole || added.contains(List.of(outer, inner)));
                }
            }
        }
    }
}
