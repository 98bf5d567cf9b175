using System.Reflection;
using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Service.Hosting;
using Microsoft.Extensions.Logging;

namespace GrafanaGitOps.Service.Tests.Architecture;

/// <summary>Rules of CONTRIBUTING.md that a machine can hold.</summary>
public sealed class ShapeTests
{
    private static readonly Assembly[] Product = [typeof(Frame).Assembly, typeof(ServiceRun).Assembly];

    private static IEnumerable<Type> Types => Product.SelectMany(assembly => assembly.GetTypes())
        .Where(type => type.Namespace?.StartsWith("GrafanaGitOps", StringComparison.Ordinal) == true && !IsGenerated(type));

    [Fact]
    public void Classes_are_sealed_unless_something_inherits_them()
    {
        var inherited = Types.Select(type => type.BaseType).OfType<Type>().Select(Definition).ToHashSet();

        Types.Where(type => type is { IsClass: true, IsSealed: false } && !inherited.Contains(type)).Select(type => type.FullName).Should().BeEmpty();
    }

    [Fact]
    public void Interfaces_have_two_implementers() =>
        (from candidate in Types
         where candidate.IsInterface && Types.Count(type => type.IsClass && type.GetInterfaces().Select(Definition).Contains(candidate)) < 2
         select candidate.FullName).Should().BeEmpty();

    [Fact]
    public void Types_have_names_of_their_own() =>
        (from type in Types
         where type.DeclaringType is null && type.Name != "Log"
         group type by type.Name into same
         where same.Count() > 1
         select string.Join(" and ", same.Select(type => type.FullName))).Should().BeEmpty("one name for two things misleads");

    /// <summary>
    /// Counted are the names of methods, properties and events that a class declares for others (public or internal) and does not override.
    /// Records, options and static classes are lists of values and functions, and lists may be long.
    /// </summary>
    [Fact]
    public void Classes_have_at_most_fifteen_public_members() =>
        (from type in Types
         where type is { IsClass: true, IsNested: false } && !(type.IsAbstract && type.IsSealed) && !type.IsSubclassOf(typeof(Delegate))
             && type.GetMethod("<Clone>$") is null && !type.Name.EndsWith("Options", StringComparison.Ordinal)
         let members = Members(type).Distinct().ToList()
         where members.Count > 15
         select $"{type.FullName} has {members.Count}: {string.Join(", ", members)}").Should().BeEmpty("a class with so many members is about several things");

    [Fact]
    public void Log_messages_have_event_ids_of_their_own()
    {
        var messages = from type in Types
                       from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                       from message in method.GetCustomAttributes<LoggerMessageAttribute>()
                       select (message.EventId, Name: $"{type.FullName}.{method.Name}");

        messages.Should().NotBeEmpty().And.OnlyHaveUniqueItems(message => message.EventId, "who looks for an id must find one message");
    }

    [Fact]
    public void Program_is_a_table_of_contents()
    {
        var program = SourceTree.Files.Single(file => file.Path.EndsWith("/Program.cs", StringComparison.Ordinal));
        program.Text.Count(character => character == '\n').Should().BeInRange(1, 80);
    }

    [Fact]
    public void Files_stay_short_enough_to_read()
    {
        SourceTree.Files.Where(file => file.Text.Count(character => character == '\n') > 300).Select(file => file.Path).Should().BeEmpty();
    }

    private static IEnumerable<string> Members(Type type)
    {
        const BindingFlags declared = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var methods = type.GetMethods(declared).Where(method => !method.IsSpecialName).Select(method => (method.Name, Method: (MethodInfo?)method));
        var properties = type.GetProperties(declared).Select(property => (property.Name, Method: property.GetMethod ?? property.SetMethod));
        var events = type.GetEvents(declared).Select(one => (one.Name, Method: one.AddMethod));
        return from member in methods.Concat(properties).Concat(events)
               where member.Method is { } method && (method.IsPublic || method.IsAssembly || method.IsFamilyOrAssembly)
                   && method.GetBaseDefinition() == method && member.Name is not ("Dispose" or "DisposeAsync")
               select member.Name;
    }

    private static Type Definition(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;

    private static bool IsGenerated(Type type) =>
        type.Name.Contains('<', StringComparison.Ordinal) || type.Namespace!.Contains(".Proto", StringComparison.Ordinal) && type.GetInterfaces().Any(face => face.Name == "IMessage")
        || type.IsDefined(typeof(Grpc.Core.BindServiceMethodAttribute), inherit: false)
        || type.GetCustomAttribute<System.CodeDom.Compiler.GeneratedCodeAttribute>() is not null || type.DeclaringType is { } outer && IsGenerated(outer);
}
