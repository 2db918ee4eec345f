package dev.anabranch.workflow.internal.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java of PEERS.md compiles, and its numbers of lines are those of its blocks. */
final class PeersPageTest {

    private static final Path PAGE = Path.of("..", "PEERS.md");
    private static final Pattern SECTION = Pattern.compile("(?m)^## (.+)$");
    private static final Pattern BLOCK =
            Pattern.compile("(?m)^(\\S[^\n]*), (\\d+) lines?[^\n]*:\n\n```\\w+\n(.*?)```", Pattern.DOTALL);
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| \\[([^\\]]+)\\]\\(#[a-z-]+\\) \\| (\\d+)(?: lines)? \\| (\\d+) \\|");

    @TempDir
    Path folder;

    @Test
    void javaCompiles() throws IOException {
        assertThat(JavaOfPage.of(PAGE)
                        .compiled(
                                "Flow flow, Value<Document> document, Value<List<Document>> documents,"
                                        + " Value<List<Document>> replicas, Value<List<String>> names,"
                                        + " Value<List<Integer>> sizes, Value<String> id",
                                folder))
                .isEmpty();
    }

    @Test
    void numbersOfLinesAreThoseOfTheBlocks() throws IOException {
        Map<String, List<Long>> table = new TreeMap<>();
        ROW.matcher(Files.readString(PAGE))
                .results()
                .forEach(row ->
                        table.put(row.group(1), List.of(Long.valueOf(row.group(2)), Long.valueOf(row.group(3)))));
        Map<String, List<Long>> counted = new TreeMap<>();
        String[] sections = SECTION.split(Files.readString(PAGE), -1);
        List<MatchResult> titles =
                SECTION.matcher(Files.readString(PAGE)).results().toList();
        for (int i = 0; i < titles.size(); i++) {
            String title = titles.get(i).group(1);
            List<Long> others = new ArrayList<>();
            long ours = 0;
            for (MatchResult block : BLOCK.matcher(sections[i + 1]).results().toList()) {
                long lines =
                        block.group(3).lines().filter(line -> !line.isBlank()).count();
                assertThat(lines).as("%s: %s", title, block.group(1)).isEqualTo(Long.parseLong(block.group(2)));
                if (block.group(1).equals("Anabranch")) {
                    ours = lines;
                } else {
                    others.add(lines);
                }
            }
            counted.put(
                    title.substring(0, 1).toLowerCase(Locale.ROOT) + title.substring(1),
                    List.of(
                            ours,
                            others.stream().mapToLong(Long::longValue).min().orElseThrow()));
        }

        assertThat(counted).hasSizeGreaterThan(10);
        assertThat(table).isEqualTo(counted);
    }
}
