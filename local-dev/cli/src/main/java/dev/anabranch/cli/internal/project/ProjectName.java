package dev.anabranch.cli.internal.project;

import dev.anabranch.cli.internal.terminal.UsageError;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;

/**
 * The names in a project.
 *
 * @param project the name of the project, of its artifact and of its Lambda package: lower-case words joined by hyphens
 * @param javaPackage the package of its classes
 */
public record ProjectName(String project, String javaPackage) {

    private static final String WORDS = "[a-z][a-z0-9]*(-[a-z0-9]+)*";
    private static final int LONGEST = 60;

    /**
     * Returns the names of a project in a folder.
     *
     * @param name the name of the project; null for a name made from that of the folder
     * @param javaPackage its package; null for a package made from its name
     * @throws UsageError if a name is invalid, or none can be made from the name of the folder
     */
    public static ProjectName of(String folder, @Nullable String name, @Nullable String javaPackage) {
        String project = name == null ? words(folder) : name;
        if (!project.matches(WORDS) || project.length() > LONGEST) {
            throw new UsageError(
                    name == null
                            ? "The folder's name `" + folder
                                    + "` has no letters of a to z to name the project after. Add"
                                    + " `--name`, such as `--name river-reports`."
                            : "--name is `" + name + "`, but must be lower-case words joined by hyphens, at most "
                                    + LONGEST + " characters that begin with a letter, such as `river-reports`.");
        }
        String inPackage = javaPackage == null ? identifier(project) : javaPackage;
        if (!SourceVersion.isName(inPackage, SourceVersion.RELEASE_17)
                || inPackage.startsWith("java.")
                || inPackage.startsWith("dev.anabranch")) {
            throw new UsageError("--package is `" + inPackage
                    + "`, but must be the name of a Java package of yours, such as `org.example.rivers`.");
        }
        return new ProjectName(project, inPackage);
    }

    private static String words(String folder) {
        String plain = Normalizer.normalize(folder, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
        String words = plain.toLowerCase(Locale.ROOT)
                .replace("ß", "ss")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^[-0-9]+|-+$", "");
        return words.substring(0, Math.min(words.length(), LONGEST)).replaceAll("-+$", "");
    }

    private static String identifier(String project) {
        String joined = project.replace("-", "");
        return SourceVersion.isName(joined, SourceVersion.RELEASE_17) ? joined : joined + "workflows";
    }

    /** Returns the path of the package below a source folder. */
    public String folder() {
        return javaPackage.replace('.', '/');
    }

    /**
     * Returns the project's name as the start of a class name and as the name of a stack: {@code river-reports} is
     * RiverReports.
     */
    public String className() {
        return Arrays.stream(project.split("-"))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
    }
}
