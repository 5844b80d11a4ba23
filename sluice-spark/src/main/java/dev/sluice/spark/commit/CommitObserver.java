package dev.sluice.spark.commit;

/** Is told of each step of a publication, in the publishing thread; for progress, and to show what a crash leaves. */
public interface CommitObserver {
    CommitObserver NONE = new CommitObserver() {};

    default void before(CommitStep step) {}

    default void after(CommitStep step) {}
}
