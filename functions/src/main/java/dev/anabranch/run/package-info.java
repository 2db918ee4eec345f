/**
 * Runs seen from outside: started, listed, looked at, cancelled, run again and deleted through {@link dev.anabranch.run.Runs}; read
 * through {@link dev.anabranch.run.RunReader}: outputs, files, actions and what went wrong.
 */
@NullMarked
package dev.anabranch.run;

import org.jspecify.annotations.NullMarked;
