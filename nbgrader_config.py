"""nbgrader's settings: where things lie, and the order of the preprocessors. Nothing else."""

c = get_config()  # noqa: F821  (nbgrader defines it when it reads this file)

c.CourseDirectory.course_id = "convcourse"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "assignments"
c.CourseDirectory.submitted_directory = "classroom/submitted"
c.CourseDirectory.autograded_directory = "classroom/autograded"
c.CourseDirectory.feedback_directory = "classroom/feedback"
c.CourseDirectory.db_url = "sqlite:///classroom/gradebook.db?timeout=60"
c.CourseDirectory.ignore = ["__pycache__", "*.pyc", ".ipynb_checkpoints", "lectures"]

c.Autograde.exporter_class = "autograde.nbgrader_plugin.SubmissionExporter"
c.Autograde.sanitize_preprocessors = [
    "autograde.nbgrader_plugin.RebuildOnRelease",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.Autograde.autograde_preprocessors = [
    "autograde.nbgrader_plugin.GradeByHiddenSuites",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# Each stub ends in a line of its own that says what is to be written; see CONTRIBUTING.md.
c.ClearSolutions.code_stub = {"python": "# YOUR CODE HERE"}

c.GenerateFeedback.preprocessors = [
    "nbgrader.preprocessors.GetGrades",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
    "autograde.feedback_page.ReadableFeedback",
]
