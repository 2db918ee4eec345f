package dev.anabranch.architecture;

import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.LocationProvider;
import java.nio.file.Path;
import java.util.Set;

/** The main classes of the module whose tests run. Each module checks only its own classes. */
public final class OwnClasses implements LocationProvider {

    /** Surefire and the IDEs run tests in the folder of the module. */
    static final Path MAIN = Path.of("target", "classes");

    static final Path TESTS = Path.of("target", "test-classes");

    @Override
    public Set<Location> get(Class<?> testClass) {
        return Set.of(Location.of(MAIN));
    }
}
