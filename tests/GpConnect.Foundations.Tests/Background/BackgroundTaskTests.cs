using System.Text.RegularExpressions;
using GpConnect.Foundations.Background;
using GpConnect.Provider.Health;
using GpConnect.Testing;
using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Requirements;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;

namespace GpConnect.Foundations.Tests.Background;

public sealed partial class BackgroundTaskTests : IDisposable
{
    private readonly FakeTimeProvider clock = new();
    private readonly CapturedLog log = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly BackgroundTasks tasks;

    public BackgroundTaskTests() => tasks = Testing.Hosting.Background.Tasks(clock, log);

    [Theory]
    [Case("BG-1", "exception")]
    [Case("BG-1", "cancelled by something else")]
    [Case("BG-1", "return")]
    public async Task A_task_that_ends_unexpectedly_is_logged_reported_and_started_again(string id, string end)
    {
        Assert.NotEmpty(id);
        var starts = 0;
        var running = tasks.RunAsync("some task", () => ++starts > 1 ? Task.Delay(Timeout.Infinite, stopping.Token) : EndAsync(end), stopping.Token);

        await Eventually.HoldsAsync(() => Task.FromResult(tasks.Endings.Count > 0));
        var down = await CheckAsync();
        await Eventually.HoldsAsync(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(starts == 2);
        });
        var restarted = await CheckAsync();
        clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal((HealthStatus.Unhealthy, "some task ended unexpectedly"), (down.Status, down.Description));
        Assert.Equal((HealthStatus.Degraded, "some task ended unexpectedly and was started again"), (restarted.Status, restarted.Description));
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync()).Status);
        Assert.Contains("Error Background task 'some task' ended unexpectedly", log.Text(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", log.Text(), StringComparison.Ordinal);
        await stopping.CancelAsync();
        await running;
    }

    [Fact]
    [Requirement("BG-1")]
    public async Task A_task_that_is_stopped_ends_silently()
    {
        var running = tasks.RunAsync("some task", () => Task.Delay(Timeout.Infinite, stopping.Token), stopping.Token);

        await stopping.CancelAsync();
        await running;

        Assert.Empty(tasks.Endings);
        Assert.Empty(log.Text());
    }

    [Fact]
    [Requirement("BG-1")]
    public async Task A_thread_that_ends_unexpectedly_is_treated_like_a_task()
    {
        using var isAgain = new ManualResetEventSlim();
        var starts = 0;
        var thread = new Thread(() => tasks.Run("some thread", Work, stopping.Token));
        thread.Start();

        await Eventually.HoldsAsync(() => Task.FromResult(isAgain.IsSet));
        Assert.Equal(HealthStatus.Degraded, (await CheckAsync()).Status);
        await stopping.CancelAsync();
        thread.Join();

        void Work()
        {
            if (++starts == 1)
            {
                throw new InvalidOperationException("secret");
            }

            isAgain.Set();
            stopping.Token.WaitHandle.WaitOne();
        }
    }

    /// <summary>Finds a task that is not awaited, a thread or a hosted loop that runs without <see cref="BackgroundTasks"/>.</summary>
    [Fact]
    [Requirement("BG-2")]
    public void Every_task_that_is_not_awaited_is_supervised()
    {
        var unwatched = Directory.EnumerateFiles(Repository.File("src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != "BackgroundTasks.cs")
            .Where(file => File.ReadAllText(file) is var text && Starts().IsMatch(text) && !text.Contains("tasks.Run", StringComparison.Ordinal))
            .Select(Path.GetFileName);

        Assert.Empty(unwatched);
    }

    public void Dispose() => stopping.Dispose();

    private static Task EndAsync(string end) => end switch
    {
        "exception" => Task.FromException(new InvalidOperationException("secret")),
        "return" => Task.CompletedTask,
        _ => Task.FromCanceled(new CancellationToken(canceled: true)),
    };

    private Task<HealthCheckResult> CheckAsync() => new TasksCheck(tasks, clock).CheckHealthAsync(new HealthCheckContext());

    [GeneratedRegex(@"_ = (?:Task\.|\w+Async\()|Task\.Factory\.StartNew|new Thread\(|new Timer\(|: BackgroundService|async void")]
    private static partial Regex Starts();
}
