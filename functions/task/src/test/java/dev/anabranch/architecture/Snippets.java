package dev.anabranch.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** Compiles small sources against the class path of the test, as violations for the rules. */
public final class Snippets {

    private static final Pattern PACKAGE = Pattern.compile("package\\s+([\\w.]+)\\s*;");
    private static final Pattern TYPE = Pattern.compile("(?:class|interface|record|enum)\\s+(\\w+)");

    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

    /** Shared by all snippets, because it caches the class path. */
    private static final StandardJavaFileManager FILES = COMPILER.getStandardFileManager(null, null, null);

    /** Returns the classes of the sources. Each source is one file that begins with its package. */
    public static synchronized JavaClasses compile(Path folder, List<String> sources) throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        List<Path> files = new ArrayList<>();
        for (String source : sources) {
            files.add(write(folder, source));
        }
        FILES.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
        StringWriter messages = new StringWriter();
        JavaCompiler.CompilationTask task = COMPILER.getTask(
                messages, FILES, null, List.of("-proc:none"), null, FILES.getJavaFileObjectsFromPaths(files));
        if (!task.call()) {
            throw new AssertionError(messages);
        }
        return new ClassFileImporter().importPath(classes);
    }

    private static Path write(Path folder, String source) throws IOException {
        Path room = Files.createDirectories(folder.resolve(find(PACKAGE, source).replace('.', '/')));
        String name = source.startsWith("@") ? "package-info" : find(TYPE, source);
        return Files.writeString(room.resolve(name + ".java"), source);
    }

    private static String find(Pattern pattern, String source) {
        Matcher matcher = pattern.matcher(source);
        if (!matcher.find()) {
            throw new IllegalArgumentException("No " + pattern + " in: " + source);
        }
        return matcher.group(1);
    }

    private Snippets() {}
}
