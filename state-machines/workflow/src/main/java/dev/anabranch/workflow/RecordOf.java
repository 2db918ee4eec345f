package dev.anabranch.workflow;

import java.io.Serializable;

/** References to the constructor of a record, {@code DrawInput::new}: looked at for the record's components, never called. */
public final class RecordOf {

    private RecordOf() {}

    /** A record of 1 component. */
    @FunctionalInterface
    public interface Of1<A, R> extends Serializable {
        /** Makes the record. */
        R of(A a);
    }

    /** A record of 2 components. */
    @FunctionalInterface
    public interface Of2<A, B, R> extends Serializable {
        /** Makes the record. */
        R of(A a, B b);
    }

    /** A record of 3 components. */
    @FunctionalInterface
    public interface Of3<A, B, C, R> extends Serializable {
        /** Makes the record. */
        R of(A a, B b, C c);
    }

    /** A record of 4 components. */
    @FunctionalInterface
    public interface Of4<A, B, C, D, R> extends Serializable {
        /** Makes the record. */
        R of(A a, B b, C c, D d);
    }

    /** A record of 5 components. */
    @FunctionalInterface
    public interface Of5<A, B, C, D, E, R> extends Serializable {
        /** Makes the record. */
        R of(A a, B b, C c, D d, E e);
    }

    /** A record of 6 components. */
    @FunctionalInterface
    public interface Of6<A, B, C, D, E, F, R> extends Serializable {
        /** Makes the record. */
        R of(A a, B b, C c, D d, E e, F f);
    }

    /** A record of 7 components. */
    @FunctionalInterface
    public interface Of7<A, B, C, D, E, F, G, R> extends Serializable {
        /** Makes the record. */
        R of(A a, B b, C c, D d, E e, F f, G g);
    }

    /** A record of 8 components. */
    @FunctionalInterface
    public interface Of8<A, B, C, D, E, F, G, H, R> extends Serializable {
        /** Makes the record. */
        R of(A a, B b, C c, D d, E e, F f, G g, H h);
    }
}
