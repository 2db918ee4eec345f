package dev.anabranch.workflow;

import java.io.Serializable;

/**
 * The types of method references to the canonical constructor of a record, such as {@code DrawInput::new}. The names of
 * the record's components are read from such a reference; the constructor is not called.
 */
public final class RecordOf {

    private RecordOf() {}

    /** A reference to the constructor of a record with 1 component. */
    @FunctionalInterface
    public interface Of1<A, R> extends Serializable {
        /** Creates the record. */
        R of(A a);
    }

    /** A reference to the constructor of a record with 2 components. */
    @FunctionalInterface
    public interface Of2<A, B, R> extends Serializable {
        /** Creates the record. */
        R of(A a, B b);
    }

    /** A reference to the constructor of a record with 3 components. */
    @FunctionalInterface
    public interface Of3<A, B, C, R> extends Serializable {
        /** Creates the record. */
        R of(A a, B b, C c);
    }

    /** A reference to the constructor of a record with 4 components. */
    @FunctionalInterface
    public interface Of4<A, B, C, D, R> extends Serializable {
        /** Creates the record. */
        R of(A a, B b, C c, D d);
    }

    /** A reference to the constructor of a record with 5 components. */
    @FunctionalInterface
    public interface Of5<A, B, C, D, E, R> extends Serializable {
        /** Creates the record. */
        R of(A a, B b, C c, D d, E e);
    }

    /** A reference to the constructor of a record with 6 components. */
    @FunctionalInterface
    public interface Of6<A, B, C, D, E, F, R> extends Serializable {
        /** Creates the record. */
        R of(A a, B b, C c, D d, E e, F f);
    }

    /** A reference to the constructor of a record with 7 components. */
    @FunctionalInterface
    public interface Of7<A, B, C, D, E, F, G, R> extends Serializable {
        /** Creates the record. */
        R of(A a, B b, C c, D d, E e, F f, G g);
    }

    /** A reference to the constructor of a record with 8 components. */
    @FunctionalInterface
    public interface Of8<A, B, C, D, E, F, G, H, R> extends Serializable {
        /** Creates the record. */
        R of(A a, B b, C c, D d, E e, F f, G g, H h);
    }
}
