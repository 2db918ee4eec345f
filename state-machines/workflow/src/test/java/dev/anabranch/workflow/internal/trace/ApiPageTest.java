package dev.anabranch.workflow.internal.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Retry;
import dev.anabranch.workflow.Workflow;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** API.md names every public method of the authoring API in the section of its type, and its examples compile. */
final class ApiPageTest {

    private static final Path PAGE = Path.of("API.md");
    private static final Pattern SECTION = Pattern.compile("(?m)^## (\\w+)$");
    private static final Pattern METHOD = Pattern.compile("\\*\\*`(\\w+)\\(");

    @TempDir
    Path folder;

    @Test
    void thePageForUsersOfOtherSystemsNamesOnlyMethodsThatExist() throws IOException {
        String page = Files.readString(Path.of("..", "MIGRATING.md"));
        for (Class<?> type : List.of(Flow.class, Retry.class)) {
            Set<String> named = Pattern.compile("\\b(?i:" + type.getSimpleName() + ")\\.([a-z]\\w+)")
                    .matcher(page)
                    .results()
                    .map(method -> method.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(named).isNotEmpty().isSubsetOf(methods(type));
        }
    }

    @Test
    void everySectionNamesTheMethodsOfItsType() throws IOException {
        Map<String, Set<String>> named = new TreeMap<>();
        String[] parts = SECTION.split(Files.readString(PAGE), -1);
        List<String> titles = SECTION.matcher(Files.readString(PAGE))
                .results()
                .map(title -> title.group(1))
                .toList();
        for (int i = 0; i < titles.size(); i++) {
            named.put(
                    titles.get(i),
                    METHOD.matcher(parts[i + 1])
                            .results()
                            .map(method -> method.group(1))
                            .collect(Collectors.toCollection(TreeSet::new)));
        }
        Map<String, Set<String>> methods = new TreeMap<>();
        for (Class<?> type : types()) {
            Set<String> names = methods(type);
            if (!names.isEmpty()) {
                methods.put(type.getSimpleName(), names);
            }
        }

        assertThat(methods).hasSizeGreaterThan(12);
        assertThat(named).isEqualTo(methods);
    }

    @Test
    void everyMethodHasAnExampleOnThePage() throws IOException {
        String examples = String.join("", JavaOfPage.of(PAGE).blocks());

        for (Class<?> type : types()) {
            assertThat(methods(type)).as(type.getSimpleName()).allSatisfy(method -> assertThat(examples)
                    .contains("." + method + "("));
        }
    }

    @Test
    void examplesCompile() throws IOException {
        assertThat(JavaOfPage.of(PAGE).compiled("Flow flow, Value<Region> region, Value<List<Tile>> tiles", folder))
                .isEmpty();
    }

    /** Returns the types that a definition can reach from its flow, with the types for policies and definitions. */
    private static Set<Class<?>> types() {
        Set<Class<?>> types = new TreeSet<>((a, b) -> a.getName().compareTo(b.getName()));
        Deque<Class<?>> open = new ArrayDeque<>(List.of(Workflow.class, Flow.class, Retry.class));
        while (!open.isEmpty()) {
            Class<?> type = open.pop();
            if (type.getPackage() == Flow.class.getPackage() && types.add(type)) {
                Arrays.stream(type.getMethods()).map(Method::getReturnType).forEach(open::push);
            }
        }
        return types;
    }

    private static Set<String> methods(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
