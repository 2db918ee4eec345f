package dev.anabranch.workflow.internal.trace;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * The blocks of Java of a page. The first one declares types, the others are statements of a definition.
 *
 * @param blocks the blocks in the order of the page
 */
record JavaOfPage(List<String> blocks) {

    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    private static final String IMPORTS = Stream.of(
                    "dev.anabranch.task.*",
                    "dev.anabranch.workflow.*",
                    "java.io.IOException",
                    "java.time.*",
                    "java.util.*")
            .map(name -> "import " + name + ";\n")
            .collect(Collectors.joining());

    static JavaOfPage of(Path page) throws IOException {
        return new JavaOfPage(BLOCK.matcher(Files.readString(page))
                .results()
                .map(block -> block.group(1))
                .toList());
    }

    /**
     * Compiles the blocks and returns the messages of the compiler.
     *
     * @param parameters the variables that the statements use
     * @param folder where the classes are written
     */
    String compiled(String parameters, Path folder) {
        StringBuilder source =
                new StringBuilder(IMPORTS).append("\n").append(blocks.get(0)).append("\nfinal class Examples {\n");
        for (int i = 1; i < blocks.size(); i++) {
            source.append("static void example")
                    .append(i)
                    .append("(")
                    .append(parameters)
                    .append(") {\n")
                    .append(blocks.get(i))
                    .append("}\n");
        }
        return messages(source.append("}\n").toString(), folder);
    }

    private static String messages(String text, Path folder) {
        JavaFileObject source =
                new SimpleJavaFileObject(URI.create("string:///Examples.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return text;
                    }
                };
        StringWriter messages = new StringWriter();
        ToolProvider.getSystemJavaCompiler()
                .getTask(
                        messages,
                        null,
                        null,
                        List.of("-d", folder.toString(), "-proc:none", "-cp", System.getProperty("java.class.path")),
                        null,
                        List.of(source))
                .call();
        return messages.toString();
    }
}
